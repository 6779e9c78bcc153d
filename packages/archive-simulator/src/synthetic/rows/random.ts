/** 32 bits that look random but depend on the seed and a whole number only (the finalizer of MurmurHash3). */
function hash(seed: number, index: number): number {
  let bits = (seed ^ index ^ Math.imul((index / 0x1_0000_0000) | 0, 0x9e37_79b1)) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A number from 0 up to 1 that depends on the seed and a whole number only. */
export function unit(seed: number, index: number): number {
  return hash(seed, index) / 0x1_0000_0000;
}

/** A seed of its own for a name (FNV-1a, then mixed). */
export function seedOf(seed: number, name: string): number {
  let bits = 0x811c_9dc5;
  for (let index = 0; index < name.length; index++) {
    bits = Math.imul(bits ^ name.charCodeAt(index), 0x0100_0193);
  }
  return hash(seed, bits);
}
