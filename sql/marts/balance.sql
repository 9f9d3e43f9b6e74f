-- grain: three entities of which every two are on sides
-- A triad is balanced when the product of its signs is positive: the enemy of an enemy is an ally
-- (Cartwright & Harary 1956).
with

sides as (
    select entity_a, entity_b, stance, n_allied + n_hostile as n_sentences
    from alignments
    where stance is not null
),

final as (
    select
        ab.entity_a,
        ab.entity_b,
        bc.entity_b as entity_c,
        ab.stance as stance_ab,
        ac.stance as stance_ac,
        bc.stance as stance_bc,
        (ab.stance = 'allied') = (ac.stance = bc.stance) as is_balanced,
        least(ab.n_sentences, ac.n_sentences, bc.n_sentences) as n_least
    from sides as ab
    inner join sides as bc on ab.entity_b = bc.entity_a
    inner join sides as ac on ab.entity_a = ac.entity_a and bc.entity_b = ac.entity_b
)

select * from final
