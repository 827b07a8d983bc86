import type { Hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { InputError, messageOf } from '../../engine/errors.ts';
import type { PackedSearch } from '../../engine/explore/packed/packed-search.ts';
import type { Snapshot } from '../../engine/explore/packed/snapshot.ts';
import type { Cut } from '../../engine/explore/verdict.ts';
import { VERSION } from '../package.ts';

/**
 * A checkpoint file: a line of text that says what it is and how long its head is, the head as
 * JSON, the packed states, their parents, and a checksum of all before it. It is written beside its
 * place and then moved there, so that a file under the name asked for is always whole.
 */
export const FORMAT = 'lastref-checkpoint 1';

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
      // Asked for where it is needed: it takes long to load.
      const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
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

function put(file: number, hash: Hash, bytes: Buffer): void {
  hash.update(bytes);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

const bytesOf = (block: Int32Array): Buffer =>
  Buffer.from(block.buffer, block.byteOffset, block.byteLength);
