import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { InputError } from '../../engine/errors.ts';
import { ask } from '../../traces/viewer/ask.ts';

/** Largest question: a walk of some thousand steps. */
const MAX_BODY = 4 * 1024 * 1024;

export interface Served {
  /** The whole document, with its policy; there is no other file. */
  readonly document: string;
  /**
   * Answers a question. @throws {InputError} what is said to whoever asked
   * @param gone aborted when whoever asked no longer waits for the answer
   */
  readonly answer: (asked: ReturnType<typeof ask.parse>, gone: AbortSignal) => Promise<string>;
}

export interface Listening {
  /** With the token: whoever has it may ask. */
  readonly url: string;
  readonly token: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Why something is refused, with its code. */
type Refusal = readonly [code: number, text: string];

/**
 * Serves one document and its questions, on the loopback address and a port that is free (or
 * `port`). Whoever asks needs the token, and must not come from the site of somebody else: other
 * programs and other sites in the same browser can reach the port, too.
 */
export async function serve({ document, answer }: Served, port = 0): Promise<Listening> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    void handle(request, response).catch(() => {
      if (!response.headersSent) send(response, 500, 'text/plain', 'internal error');
    });
  });
  const bound = await listen(server, port);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request, bound) ?? authority(request, token);
    if (refused) {
      // What else was sent is not read, so nothing may follow it on this connection.
      response.setHeader('connection', 'close');
      request.resume();
      return send(response, refused[0], 'text/plain', refused[1]);
    }
    const pathname = addressOf(request)?.pathname;
    if (request.method === 'GET' && pathname === '/') {
      return send(response, 200, 'text/html', document);
    }
    if (request.method !== 'POST' || pathname !== '/ask') {
      request.resume();
      return send(response, 404, 'text/plain', 'there is nothing here');
    }
    const [code, body] = await answered(request, answer, goneOf(response));
    send(response, code, 'application/json', body);
  }

  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${bound}/?token=${token}`, token, port: bound, close };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new InputError(`cannot listen on port ${port}: ${error.message}`, {
          fix: 'leave out --port, and a free one is taken',
        }),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Refuses names of this machine that are none, and the sites of others. */
function refusal({ headers }: IncomingMessage, port: number): Refusal | null {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!own.includes(headers.host ?? '')) return [421, 'another Host'];
  const { origin } = headers;
  if (origin !== undefined && !own.includes(origin.replace(/^http:\/\//, ''))) {
    return [403, 'another Origin'];
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return [403, 'another site'];
  }
  return null;
}

/** Refuses whoever has not the token: in the address of the document, in a header for questions. */
function authority({ headers, url }: IncomingMessage, token: string): Refusal | null {
  const given =
    headers.authorization?.replace(/^Bearer /, '') ??
    addressOf({ url: url ?? '/' })?.searchParams.get('token') ??
    '';
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b) ? null : [401, 'the token is missing'];
}

/** What is asked for; null where that is no address at all, such as `//`. */
function addressOf({ url = '/' }: Pick<IncomingMessage, 'url'>): URL | null {
  const base = 'http://localhost';
  return URL.canParse(url, base) ? new URL(url, base) : null;
}

/** Aborted when the connection ends before the answer has been sent. */
function goneOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

async function answered(
  request: IncomingMessage,
  answer: Served['answer'],
  gone: AbortSignal,
): Promise<readonly [number, string]> {
  const failed = (code: number, text: string) => [code, JSON.stringify({ error: text })] as const;
  if (!request.headers.authorization) {
    request.resume();
    return failed(401, 'a question needs the token in a header');
  }
  let size = 0;
  const parts: Buffer[] = [];
  for await (const part of request) {
    size += part.length;
    // The rest is read all the same, so that whoever sent it hears why it is refused.
    if (size <= MAX_BODY) parts.push(part);
  }
  if (size > MAX_BODY) return failed(413, 'the question is too long');
  try {
    const asked = ask.safeParse(JSON.parse(Buffer.concat(parts).toString('utf8')));
    if (!asked.success) return failed(400, 'no question that this server knows');
    return [200, await answer(asked.data, gone)];
  } catch (error) {
    if (error instanceof InputError) return failed(422, error.text);
    if (error instanceof SyntaxError) return failed(400, 'the question is no JSON');
    return failed(500, 'internal error');
  }
}

function send(response: ServerResponse, code: number, type: string, body: string): void {
  response.writeHead(code, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  response.end(body);
}
