/** The one form of a block's id: `b` and ten characters of base32. The server makes them, the editor keeps them. */
export const BLOCK_ID = /^b[a-z2-7]{10}$/;
