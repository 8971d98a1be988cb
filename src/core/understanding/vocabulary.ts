import { z } from 'zod';

const words = z.array(z.string().min(1));

/** The words of one language, as data in `locales/<language>/understanding.json`. Entries are regular expression sources. */
export const vocabulary = z.object({
  /** Messages that mean something only when they are the whole message. */
  whole: z.object({
    cancel: words,
    help: words,
    greeting: words,
    sign_in: words,
    sign_out: words,
    pending_requests: words,
    close_account: words,
    close_tenant: words,
    resume_closure: words,
  }),
  /** Whole messages with a `user` and a `product` in them. */
  questions: z.object({ license_impact: words, list_licenses: words }),
  /** Whole messages, too: requests that wait for the sender, and requests that the sender made. */
  requestLists: z.object({ waiting: words, mine: words }),
  /** What may stand before an order without changing it. */
  politeness: words,
  removeVerbs: words,
  licenseNouns: words,
  /** Between the product and the person: "from", "of". */
  fromWords: words,
  /** Between two names or products. */
  andWords: words,
  everything: words,
  everyone: words,
  /** Anywhere in the message: it is no order (negation, question, past, hypothesis, rule change). */
  blockers: words,
  /** Titles before a name. */
  titles: words,
  /** What may follow the order: reasons, politeness. Everything from here on is ignored. */
  trailers: words,
});
export type Vocabulary = z.infer<typeof vocabulary>;
