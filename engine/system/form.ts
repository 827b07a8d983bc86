/**
 * What a value must look like, as functions that name the first place where it does not. (Not a
 * library: what every program loads that imports a model should load in no time.)
 */
export type Form = (value: unknown, path: string) => string | null;

const complaint = (path: string, what: string) => `${path || 'definition'}: ${what}`;

export const aFunction: Form = (value, path) =>
  typeof value === 'function' ? null : complaint(path, 'expected a function');

export const aString: Form = (value, path) =>
  typeof value === 'string' && value !== '' ? null : complaint(path, 'expected a text');

export const aNumber: Form = (value, path) =>
  typeof value === 'number' ? null : complaint(path, 'expected a number');

export const oneOfTexts =
  (...texts: readonly string[]): Form =>
  (value, path) =>
    texts.some((text) => text === value) ? null : complaint(path, `expected ${texts.join(' or ')}`);

/** May be left out, or null. */
export const optional =
  (form: Form): Form =>
  (value, path) =>
    value === undefined || value === null ? null : form(value, path);

/** Fits one of two forms; what the second one says is said of a value that fits none. */
export const either =
  (first: Form, second: Form): Form =>
  (value, path) =>
    first(value, path) === null ? null : second(value, path);

export const list =
  (least: number): Form =>
  (value, path) =>
    Array.isArray(value) && value.length >= least
      ? null
      : complaint(path, least > 0 ? `expected a list of ${least} or more` : 'expected a list');

/** An object whose every key holds the same form. */
export const recordOf =
  (form: Form): Form =>
  (value, path) => {
    if (!isObject(value)) return complaint(path, 'expected an object');
    return firstOf(Object.entries(value), ([key, part]) => form(part, join(path, key)));
  };

/** An object of known keys. @param closed refuses any other key */
export const object =
  (forms: Readonly<Record<string, Form>>, closed = false): Form =>
  (value, path) => {
    if (!isObject(value)) return complaint(path, 'expected an object');
    const unknown = Object.keys(value).find((key) => closed && !Object.hasOwn(forms, key));
    if (unknown !== undefined) return complaint(path, `Unrecognized key: "${unknown}"`);
    return firstOf(Object.entries(forms), ([key, form]) => form(value[key], join(path, key)));
  };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const join = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);

function firstOf<T>(items: readonly T[], judge: (item: T) => string | null): string | null {
  for (const item of items) {
    const said = judge(item);
    if (said !== null) return said;
  }
  return null;
}
