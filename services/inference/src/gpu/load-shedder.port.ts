/** Asked before a generation is let in. */
export abstract class LoadShedder {
  /**
   * @param running generations that run now
   * @throws AppError RESOURCE_EXHAUSTED with `retryAfterSeconds` while one more would risk the engine's memory
   */
  abstract admit(running: number): void;
}
