import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { InputError, messageOf } from '../../engine/errors.ts';
import type { PackedSearch } from '../../engine/explore/packed/packed-search.ts';
import { type Snapshot, snapshotHead } from '../../engine/explore/packed/snapshot.ts';
import type { Cut } from '../../engine/explore/verdict.ts';
import { VERSION } from '../package.ts';

/**
 * A checkpoint file: a line of text that says what it is and how long its head is, the head as
 * JSON, the packed states, their parents, and a checksum of all before it. It is written beside its
 * place and then moved there, so that a file under the name asked for is always whole.
 */
const FORMAT = 'lastref-checkpoint 1';

/** Integers that are read at a time. */
const BLOCK = 1 << 20;
const CHECKSUM = 32;

/** Saves a search from time to time, and where it is ended before it is complete. */
export class Checkpoints {
  readonly #path: string | null;
  readonly #interval: number;
  #last = performance.now();
  /** The file that a search can go on from. */
  saved: string | null = null;

  /** @param interval milliseconds between two checkpoints at most, but for one slice */
  constructor(path: string | null, interval: number) {
    this.#path = path;
    this.#interval = interval;
  }

  /** Between two slices. */
  between(search: PackedSearch): void {
    if (this.#path === null || performance.now() - this.#last < this.#interval) return;
    writeCheckpoint(this.#path, search.snapshot());
    this.#last = performance.now();
  }

  /** At the end: a search that was cut short is saved, one that has its answer needs no more. */
  end(search: PackedSearch, cut: Cut | null): void {
    if (this.#path === null) return;
    if (cut === null || cut === 'violation') {
      rmSync(this.#path, { force: true });
      return;
    }
    writeCheckpoint(this.#path, search.snapshot());
    this.saved = this.#path;
  }
}

/** Writes a search to a file; the old file stays until the new one is whole. */
export function writeCheckpoint(path: string, { head, states, parents }: Snapshot): void {
  // One name, so that what a killed search left half-written is written over.
  const draft = `${path}.tmp`;
  try {
    const file = openSync(draft, 'w');
    try {
      const hash = createHash('sha256');
      const text = Buffer.from(JSON.stringify(head));
      put(file, hash, Buffer.from(`${FORMAT} ${VERSION} ${text.length}\n`));
      put(file, hash, text);
      // A copy of each block: what a checksum is made of must not be shared memory.
      for (const block of [...states, ...parents]) put(file, hash, bytesOf(block.slice()));
      writeSync(file, hash.digest());
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new InputError(`cannot write the checkpoint ${path}: ${messageOf(error)}`, {
      cause: 'a folder that may not be written to, or a disk that is full',
      fix: 'give --checkpoint a path in a folder with room',
    });
  }
}

/** Reads a search back; refuses a file that is not whole, or of another version. */
export function readCheckpoint(path: string): Snapshot {
  if (!existsSync(path)) {
    throw new InputError(`there is no checkpoint ${path}`, {
      cause: 'a search that ended before its first interval, or that was complete',
      fix: 'start without --resume',
    });
  }
  const file = openSync(path, 'r');
  try {
    return read(file, path);
  } finally {
    closeSync(file);
  }
}

function read(file: number, path: string): Snapshot {
  const hash = createHash('sha256');
  const first = firstLine(file, hash);
  const [, version, length] = /^lastref-checkpoint 1 (\S+) (\d+)$/.exec(first) ?? [];
  if (version === undefined || length === undefined) {
    throw broken(path, 'it does not begin as a checkpoint does');
  }
  if (version !== VERSION) {
    throw new InputError(`${path} was written by lastref ${version}, and this is ${VERSION}`, {
      fix: 'resume with the version that wrote it, or start without --resume',
    });
  }
  const text = take(file, hash, Number(length), path);
  const result = snapshotHead.safeParse(parsed(text.toString(), path));
  if (!result.success) throw broken(path, result.error.issues[0]?.message ?? 'its head is damaged');
  const head = result.data;
  const states = blocks(file, hash, head.size * head.words, path, head.words);
  const parents = blocks(file, hash, head.size, path, 1);
  const sum = Buffer.alloc(CHECKSUM);
  const got = readSync(file, sum);
  if (got < CHECKSUM || !sum.equals(hash.digest())) throw broken(path, 'its checksum is wrong');
  return { head, states, parents };
}

/** Integers in blocks, each of whole records. */
function blocks(file: number, hash: Hash, length: number, path: string, record: number) {
  const each = Math.floor(BLOCK / record) * record;
  const result: Int32Array[] = [];
  for (let at = 0; at < length; at += each) {
    const bytes = take(file, hash, 4 * Math.min(each, length - at), path);
    result.push(new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
  }
  return result;
}

function take(file: number, hash: Hash, length: number, path: string): Buffer {
  // A buffer of its own, so that integers in it are aligned.
  const bytes = Buffer.from(new ArrayBuffer(length));
  let at = 0;
  while (at < length) {
    const got = readSync(file, bytes, at, length - at, null);
    if (got === 0) throw broken(path, 'it ends too early');
    at += got;
  }
  hash.update(bytes);
  return bytes;
}

function firstLine(file: number, hash: Hash): string {
  const byte = Buffer.alloc(1);
  let line = '';
  while (line.length < 200 && readSync(file, byte) === 1 && byte[0] !== 10) line += byte.toString();
  hash.update(`${line}\n`);
  return line;
}

function put(file: number, hash: Hash, bytes: Buffer): void {
  hash.update(bytes);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

const bytesOf = (block: Int32Array): Buffer =>
  Buffer.from(block.buffer, block.byteOffset, block.byteLength);

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw broken(path, 'its head is damaged');
  }
}

const broken = (path: string, why: string): InputError =>
  new InputError(`${path} is no whole checkpoint: ${why}`, {
    cause: 'another file, or one that was copied or changed in part',
    fix: 'start without --resume',
  });
