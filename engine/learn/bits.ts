/** Adds a number to a set that is kept as bits of integers; whether it is new there. */
export function setBit(bits: Int32Array, number: number): boolean {
  const before = bits[number >>> 5] ?? 0;
  const after = before | (1 << (number & 31));
  bits[number >>> 5] = after;
  return after !== before;
}

/** Whether two such sets have a number in common. */
export function overlaps(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (((a[i] ?? 0) & (b[i] ?? 0)) !== 0) return true;
  return false;
}

/** Whether a number is in such a set. */
export const hasBit = (bits: Int32Array, field: number): boolean =>
  ((bits[field >>> 5] ?? 0) & (1 << (field & 31))) !== 0;
