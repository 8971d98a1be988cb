/** What a message asks for. `users` and `products` are the sender's own words, in order of appearance. */
export type Intent =
  | { kind: 'remove_license'; users: string[]; products: string[]; scope: Scope }
  /** What follows when licences go; without users, in general. */
  | { kind: 'license_impact'; users: string[]; products: string[] }
  /** What somebody has, who has a product, or without either what the sender has. */
  | { kind: 'list_licenses'; users: string[]; products: string[]; scope: Scope }
  /** `list` is what was asked for by name; without it, whatever there is. */
  | { kind: 'pending_requests'; list?: 'waiting' | 'mine' }
  | { kind: 'close_account' | 'close_tenant' | 'resume_closure' }
  | { kind: 'cancel' | 'help' | 'greeting' | 'sign_in' | 'sign_out' | 'none' };

export type Scope = 'listed' | 'all_licenses' | 'all_users';
