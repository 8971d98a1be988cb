import type { AuditEntry } from './audit.ts';
import type { Step, StepFailure } from './execution.ts';
import type { GroupId, Person, PersonKey, RequestId, SkuId, UnitId, UserId } from './identity.ts';
import type { AssignmentPath, LicenseAssignment } from './plan.ts';
import type { HeldRole } from './policy.ts';
import type { Request } from './request.ts';

export interface DirectoryPerson extends Person {
  accountEnabled: boolean;
  guest: boolean;
}

/** Somebody who has a product, and how it reached them. */
export interface LicenseHolder {
  person: DirectoryPerson;
  paths: AssignmentPath[];
}

/** Somebody who holds a role, and for what: see `role-scope.ts`. */
export interface RoleHolder extends DirectoryPerson {
  scopes: readonly string[];
}

/** A product the tenant owns. `plans` are its service plans for users. */
export interface SubscribedSku {
  skuId: SkuId;
  skuPartNumber: string;
  productName: string;
  plans: readonly { id: string; name: string }[];
}

/**
 * Reads the tenant in one person's name. Every method may throw a ProblemError (sign-in-needed, consent-needed,
 * access-blocked, graph-forbidden, graph-busy, graph-unavailable).
 */
export interface DirectoryReader {
  /** People whose name, mail or user principal name fits what was written, at most 25; guests included. */
  findPeople(mention: string): Promise<DirectoryPerson[]>;
  /** People whose name looks like what was written, nearest first, at most 5. */
  suggestPeople(mention: string): Promise<DirectoryPerson[]>;
  /** Undefined when there is no such account, or it is deleted. */
  readPerson(id: UserId): Promise<DirectoryPerson | undefined>;
  /** Every licence of the person with its path. Read by key, so it is as fresh as Graph gets; undefined: no such account. */
  readAssignments(id: UserId): Promise<LicenseAssignment[] | undefined>;
  /** Products assignable to users that the tenant owns. */
  readSubscribedSkus(): Promise<SubscribedSku[]>;
  /** Who has a product, by name, from an index that may lag behind; read from the first one on, whatever the slice. */
  readHolders(id: SkuId, slice: Slice): Promise<Page<LicenseHolder>>;
  /** Active roles, direct and through role-assignable groups, with their scope. */
  readRoles(id: UserId): Promise<HeldRole[]>;
  /**
   * Everybody who holds one of the roles, directly or through a group, for the whole tenant or for a unit that matters.
   * Which ones do is asked only when somebody holds such a role for a unit.
   */
  readRoleHolders(
    roleDefinitionIds: readonly string[],
    unitsThatMatter: (() => Promise<readonly UnitId[]>) | 'every-unit',
  ): Promise<RoleHolder[]>;
  /** People in the group, also through groups in it; nobody when there is no such group. */
  readMembers(id: GroupId): Promise<DirectoryPerson[]>;
  /** Whether the person is in the group now, also through groups in it. */
  isMember(id: UserId, of: GroupId): Promise<boolean>;
  /** The group's name; its id when it is hidden or gone. */
  readGroupName(id: GroupId): Promise<string>;
  /** The administrative units that the person is in; none for nobody. */
  readUnits(id: UserId): Promise<UnitId[]>;
  /** The name of an administrative unit; its id when it is hidden or gone. */
  readUnitName(id: UnitId): Promise<string>;
}

export type WriteResult =
  { ok: true; graphRequestId: string } | { ok: false; failure: StepFailure; graphRequestId: string };

/** A licence to be assigned directly. `disabledPlans` holds the service plans that stay off. */
export type LicenseToAdd = Pick<LicenseAssignment, 'skuId' | 'disabledPlans'>;

/**
 * Removes direct licences or adds them, all of them or none, in one call. `clientRequestId` names the try to Graph, so that
 * it can be found there when its answer is lost. Throws graph-busy when nothing was written, and
 * graph-unavailable when it may have been: the caller looks before it sends again.
 */
export interface LicenseWriter {
  removeLicenses(id: UserId, skuIds: readonly SkuId[], clientRequestId?: string): Promise<WriteResult>;
  addLicenses(id: UserId, licenses: readonly LicenseToAdd[], clientRequestId?: string): Promise<WriteResult>;
}

/** Proof that a person signed in, to be traded for Graph tokens. The token stays in memory. */
export interface UserAssertion extends PersonKey {
  token: string;
  /** Entra's `uti`: names the token in the audit without being one. */
  tokenId: string;
}

export interface Assertions {
  /** The person's current sign-in, verified; undefined when there is none. Throws somebody-elses-sign-in. */
  current(of: PersonKey): Promise<UserAssertion | undefined>;
  /** Signs the person out of Farewell. */
  forget(of: PersonKey): Promise<void>;
}

export interface Directory {
  readerFor(assertion: UserAssertion): DirectoryReader;
  writerFor(assertion: UserAssertion): LicenseWriter;
}

/** Work to be done after a move, stored in the same transaction as the move. */
export type FollowUp =
  | { kind: 'show'; requestId: RequestId }
  | { kind: 'execute'; requestId: RequestId; at?: string }
  | { kind: 'expire'; requestId: RequestId; at: string }
  | { kind: 'nudge'; requestId: RequestId; at: string };

export type FollowUpHandlers = { [K in FollowUp['kind']]: (id: RequestId) => Promise<void> };

/** What is written together with a new request or a move of one, all or nothing. */
export interface Change {
  audit: readonly AuditEntry[];
  followUps: readonly FollowUp[];
  /** Cards of people who take part from now on. */
  cards?: readonly PartyCard[];
}

/**
 * `exists`: a second click, the id is taken. `pending`: another open request removes one of the same licences. `conflict`:
 * somebody else moved the removal that it undoes.
 */
export type Created = { kind: 'created' | 'exists' | 'conflict' } | { kind: 'pending'; request: RequestId };

/** What becomes of the removal that a new request undoes: a compare-and-swap, like a move. */
export interface Undone {
  from: Request;
  to: Request;
}

/** The card one person has of one request. The ledger knows which version that person sees. */
export interface PartyCard {
  requestId: RequestId;
  party: PersonKey;
  role: 'requester' | 'approver';
  /** The channel's id of the message that holds the card; undefined until it was sent. */
  activityId: string | undefined;
  /** The request version on the card; 0 before it was sent. Only ever grows. */
  shownVersion: number;
  /** The request version this person was last told about in words; 0 for never. */
  toldVersion: number;
}

export interface CardLedger {
  cardsOf(id: RequestId): Promise<PartyCard[]>;
  /** Records what was shown or told. Never lowers a version that is already there. */
  save(card: PartyCard): Promise<void>;
}

export interface RequestStore {
  /**
   * Nothing was written unless it is `created`, then all of it: also what becomes of the removal that it undoes. Of two
   * that ask for the same licence in the same instant, one is.
   */
  create(request: Request, change: Change, undone?: Undone): Promise<Created>;
  find(id: RequestId): Promise<Request | undefined>;
  /** Open requests (not final) that target this person, oldest first. */
  findOpenFor(target: PersonKey): Promise<Request[]>;
  /** Requests of this person that wait for a sign-in. */
  findWaitingForSignIn(requester: PersonKey): Promise<Request[]>;
  /** Requests that wait for an approval, or for their start, oldest first. */
  findNotStarted(): Promise<Request[]>;
  /** Open requests that an operator's pause keeps from being executed, or will once they are approved. */
  findHeldByPause(): Promise<Request[]>;
  /** Compare-and-swap on (state, version) of `from`; `conflict` when somebody else moved it first, nothing was written. */
  move(from: Request, to: Request, change: Change): Promise<'moved' | 'conflict'>;
  /** Work that follows from no move. With a wait it comes that many milliseconds from now, whatever time it is there. */
  enqueue(followUps: readonly FollowUp[], wait?: number): Promise<void>;
  readSteps(id: RequestId): Promise<Step[]>;
  saveStep(step: Step, audit: readonly AuditEntry[]): Promise<void>;
}

/** The message about one request in the status channel. */
export interface ChannelPost {
  requestId: RequestId;
  /** The channel it stands in: another one knows nothing of it. */
  channelId: string;
  activityId: string;
  /** The request version on the card. Only ever grows. */
  shownVersion: number;
}

export interface ChannelPosts {
  find(id: RequestId, channelId: string): Promise<ChannelPost | undefined>;
  /** Records what was shown. Never lowers a version that is already there. */
  save(post: ChannelPost): Promise<void>;
}

/** A part of a long list: so many items from a place on. */
export interface Slice {
  offset: number;
  limit: number;
}

export interface Page<Item> {
  items: Item[];
  /** How many there are on all pages together. */
  total: number;
}

/** The requests of one person, newest first, to be looked through. Nobody else's are ever among them. */
export interface RequestBook {
  /** Requests that this person was asked to decide and has not decided, that are open and still have time. */
  waitingFor(approver: PersonKey, slice: Slice): Promise<Page<Request>>;
  /** Requests that this person made, whatever became of them. */
  madeBy(requester: PersonKey, slice: Slice): Promise<Page<Request>>;
  /** Requests that this person was asked to decide, or told about where nobody decides, whatever became of them. */
  broughtTo(approver: PersonKey, slice: Slice): Promise<Page<Request>>;
}

export interface AuditLog {
  append(entries: readonly AuditEntry[]): Promise<void>;
}

/** Where and how a person can be reached. `conversation` is the channel's own reference, opaque to the core. */
export interface Contact {
  person: PersonKey;
  conversation: unknown;
  /** What the client is set to. */
  locale: string;
  /** IANA name; undefined when the client did not tell. */
  timeZone: string | undefined;
  /** The language of their last message that showed one, while the client's stays the same. */
  heardLanguage?: string | undefined;
  /** The language they asked for; it goes before every other. */
  chosenLanguage?: string | undefined;
  /** Since when nothing can be brought to them: they removed or blocked the bot. ISO 8601, UTC. */
  unreachableSince?: string | undefined;
}

export interface ContactBook {
  /** Keeps how somebody can be reached, and that they can. The language they asked for stays as it is. */
  save(contact: Omit<Contact, 'chosenLanguage' | 'unreachableSince'>): Promise<void>;
  /** Keeps that somebody cannot be reached any more, until the next save; the first moment counts. */
  markUnreachable(who: PersonKey, at: string): Promise<void>;
  /** Keeps what somebody asked for; undefined forgets it. Does nothing for people it does not know. */
  chooseLanguage(of: PersonKey, language: string | undefined): Promise<void>;
  find(of: PersonKey): Promise<Contact | undefined>;
}

/**
 * Whose an address is, as Microsoft's sign-in service tells anybody: an organisation without an administrator, one with,
 * Microsoft's own for personal accounts, or nobody's that it knows.
 */
export type AccountRealm = 'unmanaged' | 'managed' | 'personal' | 'unknown';

export type RealmLookup = { kind: 'found'; realm: AccountRealm } | { kind: 'too-often' | 'unreachable' };

export interface AccountRealms {
  /** Looks one address up for `asker`, who may do so only so often. The address is neither kept nor logged. */
  find(address: string, asker: PersonKey): Promise<RealmLookup>;
}

/** Somebody who may approve and is away. New requests go to the others until then; `until` is ISO 8601, UTC. */
export interface Away {
  person: PersonKey;
  until: string;
  /** Who is asked in their place about what waits for them. */
  standIn?: Person | undefined;
}

export interface AwayBook {
  /** Written together with its audit. */
  save(away: Away, audit: readonly AuditEntry[]): Promise<void>;
  /** Written together with its audit. */
  end(of: PersonKey, audit: readonly AuditEntry[]): Promise<void>;
  /** Undefined for somebody who is here, or whose time away is over. */
  find(of: PersonKey, now: Date): Promise<Away | undefined>;
}

/** An operator's stop of every execution. */
export interface Pause {
  by: PersonKey;
  at: string;
  reason: string;
}

export interface PauseSwitch {
  current(): Promise<Pause | undefined>;
  /** Undefined ends the pause. Written together with its audit. */
  set(pause: Pause | undefined, audit: readonly AuditEntry[]): Promise<void>;
}

/** Gets hold of people who never had to do with Farewell. */
export interface Reach {
  /**
   * Puts Farewell into the person's Teams and keeps how to reach them there; false when that did not work. `beside` is
   * somebody of the same tenant who can be reached already.
   */
  install(person: PersonKey, beside: PersonKey): Promise<boolean>;
}

export interface Clock {
  now(): Date;
  /** Resolves after so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
}
