import type { SkuId, UserId } from '../../core/identity.ts';
import type { LicenseWriter, WriteResult } from '../../core/ports.ts';
import type { GraphCalls } from './graph-calls.ts';
import { failureOf, problemOf, readRefusal, requestIdOf } from './graph-errors.ts';
import { scopes } from './scopes.ts';

/**
 * Microsoft Graph, "user: assignLicense": all of the list or nothing, and both members are compulsory. Throws a
 * ProblemError for what is no verdict; after graph-unavailable the licences may be gone all the same, so look first.
 */
export function createLicenseWriter(calls: GraphCalls): LicenseWriter {
  return {
    async removeLicenses(id: UserId, skuIds: readonly SkuId[]): Promise<WriteResult> {
      const response = await calls.send({
        method: 'post',
        path: `/users/${id}/assignLicense`,
        scopes: scopes.removeLicenses,
        body: { addLicenses: [], removeLicenses: skuIds },
      });
      if (response.ok) return { ok: true, graphRequestId: requestIdOf(response) };
      const refusal = await readRefusal(response);
      const failure = failureOf(refusal);
      if (failure === undefined) throw problemOf(refusal);
      return { ok: false, failure, graphRequestId: refusal.requestId };
    },
  };
}
