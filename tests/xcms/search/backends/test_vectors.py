"""Text forms of tsvectors stay within PostgreSQL's limits."""

from django.db import connection

from xcms.search.backends.vectors import vector


def test_positions_are_the_tokens_places_and_weights_are_kept() -> None:
    assert vector([(["a", "b"], "A"), (["a"], "D")]) == "'a':1A,3 'b':2A"
    assert vector([]) == ""


def test_what_does_not_fit_is_left_out_at_the_end() -> None:
    many = vector([([f"t{n}" for n in range(20_000)], "D")])
    often = vector([(["a"] * 1_000 + ["b"], "D")])

    assert "'t16382':16383" in many
    assert "'t16383'" not in many
    assert often.endswith("'b':1001")
    assert often.count(",") == 254


def test_a_vector_of_huge_words_is_taken_by_the_database(db: None) -> None:
    words = [f"{n:05}" + "字" * 600 for n in range(2_000)]
    text = vector([(words, "B")])

    assert len(text.encode()) > 1_000_000
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT length(%s::tsvector)", [text])
            assert cursor.fetchone()[0] > 500
