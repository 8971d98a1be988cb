import type { SkuId, UserId } from '../../core/identity.ts';
import type { LicenseToAdd, LicenseWriter, WriteResult } from '../../core/ports.ts';
import type { GraphCalls } from './graph-calls.ts';
import { failureOf, problemOf, readRefusal, requestIdOf } from './graph-errors.ts';
import { scopes } from './scopes.ts';

interface AssignLicense {
  addLicenses: readonly LicenseToAdd[];
  removeLicenses: readonly SkuId[];
}

/**
 * Microsoft Graph, "user: assignLicense": all of the list or nothing, and both members are compulsory. Throws a
 * ProblemError for what is no verdict; after graph-unavailable it may have taken effect all the same, so look first.
 */
export function createLicenseWriter(calls: GraphCalls): LicenseWriter {
  async function assign(id: UserId, body: AssignLicense, clientRequestId: string | undefined): Promise<WriteResult> {
    const response = await calls.send({
      method: 'post',
      path: `/users/${id}/assignLicense`,
      scopes: scopes.assignLicenses,
      clientRequestId,
      body,
    });
    if (response.ok) return { ok: true, graphRequestId: requestIdOf(response) };
    const refusal = await readRefusal(response);
    const failure = failureOf(refusal);
    if (failure === undefined) throw problemOf(refusal);
    return { ok: false, failure, graphRequestId: refusal.requestId };
  }
  return {
    removeLicenses: (id, skuIds, attempt) => assign(id, { addLicenses: [], removeLicenses: skuIds }, attempt),
    addLicenses: (id, licenses, attempt) => assign(id, { addLicenses: licenses, removeLicenses: [] }, attempt),
  };
}
