import { HeadingTrail } from '../document/text-writer.mjs';
import { decodeText } from './decode.mjs';
import { linesOf, trimmed } from './lines.mjs';

/** Longer lines are data or made by a machine. */
const LONGEST_DEFINITION = 300;
/** How most languages begin what has a name and a body. */
const DEFINITION =
  /^(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|pub|open|override|sealed|data) )*(?:class|interface|function|def|fn|func|struct|enum|trait|impl|module|namespace|object|record|type) \*?([\w$.]+)/;

/** The code as it is, in the parts that empty lines make, each under the names of what it stands in. */
export async function read(bytes, limits) {
  const text = decodeText(bytes, limits);
  const parts = new Parts(text);
  for (const line of linesOf(text)) {
    const definition = definitionOf(line.line);
    if (definition) parts.enter(definition);
    if (line.line.trim() === '') parts.end();
    else parts.add(line);
  }
  parts.end();
  return { pages: 0, text, blocks: parts.blocks };
}

class Parts {
  blocks = [];
  #trail = new HeadingTrail();
  #open;

  constructor(text) {
    this.text = text;
  }

  /** What stands right above a definition, as its comment does, belongs to it. */
  enter({ level, title }) {
    this.#trail.enter(level, title);
    if (this.#open) this.#open.heading = this.#trail.path;
  }

  add({ start, end }) {
    this.#open = { start: this.#open?.start ?? start, end, heading: this.#open?.heading ?? this.#trail.path };
  }

  end() {
    const block = this.#open && trimmed(this.text, this.#open.start, this.#open.end);
    if (block) this.blocks.push(this.#open.heading === undefined ? block : { ...block, heading: this.#open.heading });
    this.#open = undefined;
  }
}

function definitionOf(line) {
  if (line.length > LONGEST_DEFINITION) return undefined;
  const bare = line.trimStart();
  const title = DEFINITION.exec(bare)?.[1];
  return title && { level: 1 + line.length - bare.length, title };
}
