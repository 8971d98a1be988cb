import type { Directory, DirectoryReader, UserAssertion } from '../../core/ports.ts';
import { readUnitName, readUnits } from './administrative-units.ts';
import { createGroupNames, readAssignments } from './assignments.ts';
import { findPeople } from './find-people.ts';
import { createGraphCalls } from './graph-calls.ts';
import type { GraphCalls } from './graph-calls.ts';
import { createGraphClient } from './graph-client.ts';
import { isMember, readMembers } from './group-members.ts';
import { readHolders } from './license-holders.ts';
import { createLicenseWriter } from './license-writer.ts';
import { personFrom } from './person.ts';
import { assignable, readProducts } from './products.ts';
import type { GraphSku } from './products.ts';
import { readRoleHolders, readUser } from './role-holders.ts';
import { readRoles } from './roles.ts';
import { suggestPeople } from './suggest-people.ts';

/** A Graph token for the person, with these scopes. `claims` answers a challenge and replaces the token that was refused. */
type TokensFor = (assertion: UserAssertion, scopes: readonly string[], claims?: string) => Promise<string>;

export interface GraphDirectoryParts {
  /** Without the version: https://graph.microsoft.com. */
  graphUrl: string;
  tokensFor: TokensFor;
  timeoutMilliseconds?: number;
  patienceSeconds?: number;
}

/** The tenant as Microsoft Graph v1.0 shows it to one signed-in person, with delegated permissions only. */
export function createGraphDirectory(parts: GraphDirectoryParts): Directory {
  const { graphUrl, tokensFor, timeoutMilliseconds = 20_000, patienceSeconds = 20 } = parts;
  const client = createGraphClient({ graphUrl, timeoutMilliseconds, patienceSeconds });
  const callsFor = (assertion: UserAssertion): GraphCalls =>
    createGraphCalls(client, graphUrl, (scopes, claims) => tokensFor(assertion, scopes, claims));
  return {
    readerFor: (assertion) => createReader(callsFor(assertion), assertion),
    writerFor: (assertion) => createLicenseWriter(callsFor(assertion)),
  };
}

/** Product and group names are read once per reader; who holds what is read anew every time. */
function createReader(calls: GraphCalls, { tenantId }: UserAssertion): DirectoryReader {
  const groupNames = createGroupNames(calls);
  let products: Promise<GraphSku[]> | undefined;
  function productsOnce(): Promise<GraphSku[]> {
    products ??= readProducts(calls).catch((error: unknown) => {
      products = undefined;
      throw error;
    });
    return products;
  }
  return {
    findPeople: (mention) => findPeople(calls, tenantId, mention),
    suggestPeople: (mention) => suggestPeople(calls, tenantId, mention),
    async readPerson(id) {
      const user = await readUser(calls, id);
      return user && personFrom(user, tenantId);
    },
    readAssignments: (id) => readAssignments(calls, id, productsOnce, groupNames),
    readSubscribedSkus: async () => assignable(await productsOnce()),
    readHolders: (id, slice) => readHolders(calls, tenantId, id, slice, groupNames),
    readRoles: (id) => readRoles(calls, id),
    readRoleHolders: (ids, unitsThatMatter) => readRoleHolders(calls, tenantId, ids, unitsThatMatter),
    readMembers: (id) => readMembers(calls, tenantId, id),
    isMember: (id, of) => isMember(calls, id, of),
    readGroupName: groupNames,
    readUnits: (id) => readUnits(calls, id),
    readUnitName: (id) => readUnitName(calls, id),
  };
}
