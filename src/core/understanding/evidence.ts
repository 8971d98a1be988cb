import type { Decision } from './decide.ts';
import type { Lexicon } from './lexicon.ts';
import type { Person } from './people.ts';
import type { Scene } from './scene.ts';
import type { Token } from './token.ts';

/** What the engine found in a message, and what its rules decided: everything that is known before it is weighed. */
export interface Evidence {
  text: string;
  folded: string;
  /** All of the message, with the products marked. */
  pieces: readonly Token[];
  /** Without what is only quoted; the numbers of `people` and of `decision` count in here. */
  tokens: readonly Token[];
  people: readonly Person[];
  scene: Scene;
  lexicon: Lexicon;
  /** Whose rules spoke. */
  languages: readonly string[];
  decision: Decision;
}
