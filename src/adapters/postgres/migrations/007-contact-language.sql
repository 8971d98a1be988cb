alter table farewell.contact
  add column heard_language text,
  add column chosen_language text;
