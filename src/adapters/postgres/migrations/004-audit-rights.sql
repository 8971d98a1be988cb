-- Whoever holds rights on the audit keeps reading and adding; nobody changes or removes. The triggers refuse as well:
-- this also stops a role that was granted everything on new tables, and the owner as long as it does not grant itself
-- the rights again. An owner of another name than the bot's is better still: docs/audit.md.
do $$
declare
  holder record;
begin
  for holder in
    select class.oid::regclass as kept, entry.grantee, class.relname
    from pg_class class, aclexplode(coalesce(class.relacl, acldefault('r', class.relowner))) entry
    where class.oid in ('farewell.audit'::regclass, 'farewell.audit_head'::regclass)
      and pg_has_role(current_user, class.relowner, 'usage')
    group by class.oid, entry.grantee, class.relname
  loop
    execute format(
      'revoke delete, truncate, %s on %s from %s cascade',
      -- The head moves on with every entry: it is written to, never added to.
      case holder.relname when 'audit' then 'update' else 'insert' end,
      holder.kept,
      case holder.grantee when 0 then 'public' else holder.grantee::regrole::text end
    );
  end loop;
end
$$;
