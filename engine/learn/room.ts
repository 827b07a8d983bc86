/**
 * An array with room for `length` integers: the same one, or a larger one with the same content.
 * Shared, so that several threads can read what one has learned.
 */
export function roomFor(array: Int32Array | null, length: number): Int32Array {
  if (array && length <= array.length) return array;
  const wanted = Math.max(length, (array?.length ?? 0) * 2);
  const larger = new Int32Array(new SharedArrayBuffer(wanted * Int32Array.BYTES_PER_ELEMENT));
  if (array) larger.set(array);
  return larger;
}
