/** What became of one field. */
export interface FieldReport {
  readonly field: string;
  readonly given: string;
  /** honoured: as it is. mapped: as what it means here. refused: it does nothing, and why. */
  readonly outcome: 'honoured' | 'mapped' | 'refused';
  /** The variable that has it now. */
  readonly variable?: string;
  readonly value?: string;
  readonly reason: string;
}
