-- What one person was asked to decide, without reading everybody's cards.
create index party_card_party on farewell.party_card (tenant_id, user_id, role);
