/**
 * A value as JSON has it. A view may hold anything: what JSON does not know becomes its text, so
 * that a viewer shows it and nothing is lost on the way.
 */
export const plain = (value: unknown): unknown =>
  value === undefined ? null : JSON.parse(JSON.stringify(value, said) ?? 'null');

function said(_: string, value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value instanceof Set) return [...value];
  return value instanceof Map ? Object.fromEntries(value) : value;
}
