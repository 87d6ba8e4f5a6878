/** Whether the model that is in use has shown that it can judge. */
export abstract class JudgeLicence {
  abstract get mayJudge(): boolean;
}
