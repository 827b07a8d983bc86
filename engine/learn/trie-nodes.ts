/** A node of a trie: where its field is in a packed state, then its children, one for each code. */
export const WORD = 0;
export const SHIFT = 1;
export const MASK = 2;
export const CHILDREN = 3;
export const FIRST = 4;
export const FIELD = 5;
export const NODE = 6;
