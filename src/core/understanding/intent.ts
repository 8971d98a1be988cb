export type Scope = 'listed' | 'all_licenses' | 'all_users';

/** Of requests: those that wait for the sender's decision, or those the sender made. */
export type RequestList = 'waiting' | 'mine';

/** What the dialogs act on today. `users` and `products` are the sender's own words, in order of appearance. */
export type Intent =
  | { kind: 'remove_license'; users: string[]; products: string[]; scope: Scope }
  /** `list` is what was asked for by name; without it, whatever there is. */
  | { kind: 'pending_requests'; list?: RequestList }
  | { kind: 'cancel' | 'help' | 'greeting' | 'sign_in' | 'sign_out' | 'none' };

/** Everything a message can ask for; what no dialog acts on yet is understood all the same. */
export type AnyIntent =
  | Intent
  | { kind: 'list_licenses'; users: string[]; products: string[]; scope: Scope }
  | { kind: 'close_tenant' | 'close_account' | 'license_impact' | 'resume_closure' };

export type Kind = AnyIntent['kind'];
