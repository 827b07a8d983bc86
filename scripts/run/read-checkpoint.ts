import { createHash, type Hash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { InputError } from '../../engine/errors.ts';
import type { Snapshot } from '../../engine/explore/packed/snapshot.ts';
import { VERSION } from '../package.ts';
import { FORMAT } from './checkpoint.ts';
import { snapshotHead } from './checkpoint-head.ts';

/** Integers that are read at a time. */
const BLOCK = 1 << 20;
const CHECKSUM = 32;

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
  const [version, length, ...rest] = first.slice(FORMAT.length + 1).split(' ');
  if (!first.startsWith(FORMAT) || !version || !/^\d+$/.test(length ?? '') || rest.length > 0) {
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
