import { Inject, Injectable } from '@nestjs/common';
import { type AnyTool, TOOLS } from './tool.port.js';

/** The tools by name. */
@Injectable()
export class ToolRegistry {
  private readonly byName: ReadonlyMap<string, AnyTool>;

  /** @throws Error at start when two have one name */
  constructor(@Inject(TOOLS) tools: readonly AnyTool[]) {
    this.byName = new Map(tools.map((tool) => [tool.name, tool]));
    if (this.byName.size < tools.length) throw new Error(`Two tools have one name: ${tools.map(({ name }) => name).join(', ')}`);
  }

  find(name: string): AnyTool | undefined {
    return this.byName.get(name);
  }

  get names(): string[] {
    return [...this.byName.keys()];
  }
}
