import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchSources } from './watch-sources.ts';

let folder = '';
let changes = 0;
let end = () => {};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lastref-'));
  for (const inner of ['parts', 'node_modules/other', '.git']) {
    mkdirSync(join(folder, inner), { recursive: true });
  }
  changes = 0;
  end = watchSources(folder, () => {
    changes += 1;
  });
});
afterEach(() => {
  end();
  rmSync(folder, { recursive: true, force: true });
});

const write = (path: string) => writeFileSync(join(folder, path), String(changes));
async function become(n: number) {
  for (let i = 0; i < 100 && changes < n; i++) await passed(20);
  expect(changes).toBe(n);
}

test('tells once of a source that is written in several goes, here and below', async () => {
  write('model.ts');
  write('model.ts');
  await become(1);
  write('parts/part.mjs');
  await become(2);
});

test('tells of a folder that came later', async () => {
  mkdirSync(join(folder, 'new/inner'), { recursive: true });
  await passed(100);
  write('new/inner/part.ts');
  await become(1);
});

test('is silent about what is no source, installed or hidden, and once it is ended', async () => {
  write('notes.md');
  write('node_modules/other/index.js');
  write('.git/hook.js');
  end();
  write('model.ts');
  await passed(400);
  expect(changes).toBe(0);
});

test('a folder that is not there, or goes away, is no error', async () => {
  watchSources(join(folder, 'nowhere'), () => {})();
  rmSync(join(folder, 'parts'), { recursive: true });
  await passed(50);
  write('model.ts');
  await become(1);
});
