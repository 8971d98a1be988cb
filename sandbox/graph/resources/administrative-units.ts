import type { Call, Endpoint } from '../call.ts';
import { resourceNotFound } from '../graph-error.ts';
import type { GraphAnswer } from '../graph-error.ts';
import { answerOne } from '../odata/single.ts';
import { administrativeUnitShape } from '../shapes/role.ts';

const scopes = [
  ...['AdministrativeUnit.Read.All', 'AdministrativeUnit.ReadWrite.All'],
  ...['Directory.Read.All', 'Directory.ReadWrite.All'],
];

export const administrativeUnitEndpoints: Endpoint[] = [
  { method: 'GET', pattern: '/v1.0/directory/administrativeUnits/:id', scopes, answer: oneUnit },
];

function oneUnit(call: Call): GraphAnswer {
  const id = call.params['id'] ?? '';
  const unit = call.tenant.administrativeUnits.find((candidate) => candidate.id === id);
  if (!unit) throw resourceNotFound(id);
  return answerOne(call, unit, administrativeUnitShape, 'directory/administrativeUnits');
}
