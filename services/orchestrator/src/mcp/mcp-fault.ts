/** A fault of the protocol, as it goes to the client. The SDK's own error writes its code into its words, and so does the client's: it stood there twice. */
export class McpFault extends Error {
  static readonly INVALID_PARAMS = -32_602;
  override readonly name = 'McpFault';

  constructor(
    /** One of JSON-RPC's, or the protocol's own. */
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}
