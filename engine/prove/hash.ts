/** Mixes three small numbers; as good in the low bits as in the high ones. */
export function hash(a: number, b: number, c: number): number {
  let h = Math.imul(c, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(a, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
