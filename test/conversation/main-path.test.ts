import { describe } from 'vitest';
import { openStage } from '../support/farewell.ts';
import { describeMainPath } from './main-path.ts';

describe("Alex asks for Ana's E3 to be removed, and Megan approves: data in an embedded database", () => {
  describeMainPath(() => openStage());
});
