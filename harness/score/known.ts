/** A number, or why there is none. */
export type Known =
  | { readonly kind: 'known'; readonly value: number }
  | { readonly kind: 'unknown'; readonly why: string };
