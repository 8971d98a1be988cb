import type { DirectoryUser } from '../tenant/directory.ts';

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 "Segoe UI", system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText; }
  main { width: min(30rem, 92vw); padding: 1.5rem; border: 1px solid GrayText; border-radius: .5rem; }
  h1 { font-size: 1.35rem; margin: 0 0 .5rem; }
  ul { list-style: none; margin: 1rem 0; padding: 0; max-height: 55vh; overflow-y: auto; }
  li button { width: 100%; text-align: start; padding: .6rem .8rem; margin: .15rem 0; font: inherit; cursor: pointer;
    border: 1px solid transparent; border-radius: .35rem; background: none; color: inherit; overflow-wrap: anywhere; }
  li button:hover, li button:focus-visible { border-color: currentColor; }
  li.own button { border-color: #5b5fc7; box-shadow: inset .25rem 0 0 #5b5fc7; }
  small { display: block; color: color-mix(in srgb, CanvasText 70%, Canvas); } code { font-size: 1.4rem; letter-spacing: .15em; }`;

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><style>${style}</style></head>
<body><main>${body}</main></body></html>`;
}

/** The person whose chat asked comes first and has the focus: Enter is the usual answer. */
export function pickAccountPage(
  action: string,
  organization: string,
  users: DirectoryUser[],
  loginHint: string,
): string {
  const isOwn = (user: DirectoryUser): boolean => user.userPrincipalName.toLowerCase() === loginHint.toLowerCase();
  const sorted = [...users].sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)));
  const items = sorted.map((user) => {
    const own = isOwn(user);
    const hint = own ? ' (this chat)' : '';
    return `<li${own ? ' class="own"' : ''}><button name="user" value="${escapeHtml(user.id)}"${own ? ' autofocus' : ''}>
${escapeHtml(user.displayName)}${hint}<small>${escapeHtml(user.userPrincipalName)}${user.jobTitle ? ` · ${escapeHtml(user.jobTitle)}` : ''}</small></button></li>`;
  });
  return page(
    `Sign in to ${organization}`,
    `<h1>Pick an account</h1><p>This is the sandbox's own sign-in page for ${escapeHtml(organization)}. There are no passwords.</p>
<form method="post" action="${escapeHtml(action)}"><ul>${items.join('')}</ul></form>`,
  );
}

export function signedInPage(name: string, code: string): string {
  return page(
    'You are signed in',
    `<h1 role="status">You are signed in, you can close this window</h1><p>Signed in as ${escapeHtml(name)}. The chat goes on by itself.</p>
<p><small>If it does not, type this code there:</small><code>${escapeHtml(code)}</code></p><script>setTimeout(() => window.close(), 1500)</script>`,
  );
}

export function refusedPage(title: string, reason: string): string {
  return page(title, `<h1>${escapeHtml(title)}</h1><p role="alert">${escapeHtml(reason)}</p>`);
}
