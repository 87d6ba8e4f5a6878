export interface Finding {
  readonly what: string;
  /** `note`: works, but worth knowing. */
  readonly verdict: 'ok' | 'note' | 'wrong';
  readonly says: string;
}
