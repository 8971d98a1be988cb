export const scopes = ['listed', 'all_licenses', 'all_users'] as const;
export type Scope = (typeof scopes)[number];

/** Of requests: those that wait for the sender's decision, those the sender made, or those the sender was ever asked about. */
export type RequestList = 'waiting' | 'mine' | 'asked';

/** Everything a message can ask for. `users` and `products` are the sender's own words, in order of appearance. */
export type Intent =
  | { kind: 'remove_license'; users: string[]; products: string[]; scope: Scope }
  /** What somebody has, who has a product, or without either what the sender has. */
  | { kind: 'list_licenses'; users: string[]; products: string[]; scope: Scope }
  /** What follows when licences go; without users, in general. */
  | { kind: 'license_impact'; users: string[]; products: string[] }
  /** `list` is what was asked for by name; without it, whatever there is. */
  | { kind: 'pending_requests'; list?: RequestList }
  | { kind: 'close_tenant' | 'close_account' | 'resume_closure' }
  | { kind: 'cancel' | 'help' | 'greeting' | 'sign_in' | 'sign_out' | 'none' };

export type Kind = Intent['kind'];

/** The intent of this kind about these people and products, as far as the kind is about any. */
export function intentAbout(kind: Kind, named: { users: string[]; products: string[]; scope: Scope }): Intent {
  const { users, products, scope } = named;
  switch (kind) {
    case 'remove_license':
    case 'list_licenses':
      return { kind, users, products, scope };
    case 'license_impact':
      return { kind, users, products };
    default:
      return { kind };
  }
}

export const kinds = [
  'cancel',
  'close_account',
  'close_tenant',
  'greeting',
  'help',
  'license_impact',
  'list_licenses',
  'none',
  'pending_requests',
  'remove_license',
  'resume_closure',
  'sign_in',
  'sign_out',
] as const satisfies readonly Kind[];
