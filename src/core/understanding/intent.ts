/** What a message asks for. `users` and `products` are the sender's own words, in order of appearance. */
export type Intent =
  | { kind: 'remove_license'; users: string[]; products: string[]; scope: Scope }
  /** `list` is what was asked for by name; without it, whatever there is. */
  | { kind: 'pending_requests'; list?: 'waiting' | 'mine' }
  | { kind: 'cancel' | 'help' | 'greeting' | 'sign_in' | 'sign_out' | 'none' };

export type Scope = 'listed' | 'all_licenses' | 'all_users';
