import type { Call } from '../call.ts';
import type { GraphAnswer } from '../graph-error.ts';
import { show } from '../shapes/shape.ts';
import type { Shape } from '../shapes/shape.ts';
import { checkNames } from './collection.ts';
import { readQuery } from './query.ts';

export function answerOne<T>(call: Call, record: T, shape: Shape<T>, context: string): GraphAnswer {
  const query = readQuery(call, ['$select', '$expand']);
  checkNames(shape, query);
  const selected = query.select ? `(${query.select.join(',')})` : '';
  return {
    status: 200,
    body: {
      '@odata.context': `${call.baseUrl}/v1.0/$metadata#${context}${selected}/$entity`,
      ...show(shape, call.tenant, record, query.select),
    },
  };
}
