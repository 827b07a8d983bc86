import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InputError } from '../../engine/errors.ts';
import { type Listening, serve } from './server.ts';

let server: Listening;
let asked = 0;
beforeAll(async () => {
  server = await serve({
    document: '<p>the document</p>',
    answer: async (ask) => {
      asked += 1;
      if (ask.ask === 'graph') throw new InputError('no graph', { fix: 'none' });
      if (ask.ask === 'changed') throw new Error('of our own');
      return JSON.stringify({ ask });
    },
  });
});
afterAll(() => server.close());

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as it is written here, and nothing that a client would add. */
function send({ method = 'POST', path = '/ask', headers = {}, body }: Asked) {
  return new Promise<{ code: number; text: string; headers: unknown }>((resolve, reject) => {
    const open = request(
      { host: '127.0.0.1', port: server.port, method, path, headers },
      (response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () =>
          resolve({ code: response.statusCode ?? 0, text, headers: response.headers }),
        );
      },
    );
    open.on('error', reject);
    // Without a length, what follows the head of a GET would be another request.
    open.end(method === 'POST' ? body : undefined);
  });
}

const OPEN = JSON.stringify({ ask: 'open' });
const bearer = () => ({ authorization: `Bearer ${server.token}` });

test('with the token the document is there, and a question is answered', async () => {
  const found = await send({ method: 'GET', path: `/?token=${server.token}` });
  expect(found).toMatchObject({ code: 200, text: '<p>the document</p>' });
  expect(found.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  });
  expect(found.headers).not.toHaveProperty('access-control-allow-origin');
  const answered = await send({ headers: bearer(), body: OPEN });
  expect(answered).toMatchObject({ code: 200, text: '{"ask":{"ask":"open"}}' });
  const own = { ...bearer(), origin: `http://127.0.0.1:${server.port}` };
  expect((await send({ headers: own, body: OPEN })).code).toBe(200);
});

const refused: [string, number, () => Asked][] = [
  ['no token', 401, () => ({ method: 'GET', path: '/' })],
  ['a wrong token', 401, () => ({ method: 'GET', path: `/?token=${'x'.repeat(32)}` })],
  ['a longer token', 401, () => ({ method: 'GET', path: `/?token=${server.token}x` })],
  ['a wrong token in a question', 401, () => ({ headers: { authorization: 'Bearer x' } })],
  ['a question with its token in the address', 401, () => ({ path: `/ask?token=${server.token}` })],
  ['another Host', 421, () => ({ headers: { ...bearer(), host: 'evil.example' } })],
  ['a Host with another port', 421, () => ({ headers: { ...bearer(), host: '127.0.0.1:1' } })],
  ['another Origin', 403, () => ({ headers: { ...bearer(), origin: 'https://evil.example' } })],
  ['the Origin of a sandbox', 403, () => ({ headers: { ...bearer(), origin: 'null' } })],
  [
    'the Origin of another port',
    403,
    () => ({ headers: { ...bearer(), origin: 'http://127.0.0.1:1' } }),
  ],
  ['another site', 403, () => ({ headers: { ...bearer(), 'sec-fetch-site': 'cross-site' } })],
  ['a file', 404, () => ({ method: 'GET', path: '/package.json', headers: bearer() })],
  [
    'a way out of the folder',
    404,
    () => ({ method: 'GET', path: '/../../../etc/passwd', headers: bearer() }),
  ],
  ['no address at all', 401, () => ({ method: 'GET', path: '//' })],
  ['no address, with the token', 404, () => ({ method: 'GET', path: '//', headers: bearer() })],
  ['another method', 404, () => ({ method: 'DELETE', path: '/', headers: bearer() })],
];

test.each(refused)('%s is refused with %i, and nothing is asked', async (_, code, make) => {
  const before = asked;
  const answer = await send({ body: OPEN, ...make() });
  expect(answer.code).toBe(code);
  expect(answer.text).not.toContain('the document');
  expect(asked).toBe(before);
});

test.each([
  ['no JSON', '{', 400, /no JSON/],
  ['no question', '{"ask":"everything"}', 400, /no question/],
  ['a key too many', '{"ask":"open","x":1}', 400, /no question/],
  ['too much', 'x'.repeat(5_000_000), 413, /too long/],
  ['bad input', '{"ask":"graph","mutation":null}', 422, /no graph/],
  ['our own mistake, without its words', '{"ask":"changed","since":0}', 500, /^internal error$/],
])('%s is answered so', async (_, body, code, says) => {
  const answer = await send({ headers: bearer(), body });
  expect(answer.code).toBe(code);
  expect(JSON.parse(answer.text).error).toMatch(says);
});

test('whoever goes away is told of, so that the work for them ends', async () => {
  let gone = () => {};
  const isGone = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const slow = await serve({
    document: '',
    answer: (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          gone();
          resolve('');
        });
      }),
  });
  const headers = { authorization: `Bearer ${slow.token}` };
  const open = request({
    port: slow.port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/ask',
    headers,
  });
  open.on('error', () => {});
  open.end(OPEN);
  await new Promise((resolve) => setTimeout(resolve, 100));
  open.destroy();
  await isGone;
  await slow.close();
});

test('it listens on the loopback address only, and says when a port is taken', async () => {
  expect(new URL(server.url).hostname).toBe('127.0.0.1');
  await expect(serve({ document: '', answer: async () => '' }, server.port)).rejects.toThrow(
    /cannot listen/,
  );
});
