import { scopes } from '../../core/understanding/intent.ts';
import { outsideKinds } from '../../core/understanding/outside-reading.ts';

const mentions = { type: 'array', items: { type: 'string' } };

/**
 * Structured output, in the part of JSON Schema that the service knows: without lengths. It makes answers likelier to
 * fit; what counts is the check in the core.
 */
export const answerFormat = {
  type: 'json_schema',
  json_schema: {
    name: 'reading',
    strict: true,
    schema: {
      type: 'object',
      properties: {
        kind: { type: 'string', enum: outsideKinds },
        users: mentions,
        products: mentions,
        scope: { type: 'string', enum: scopes },
      },
      required: ['kind', 'users', 'products', 'scope'],
      additionalProperties: false,
    },
  },
};
