"""Detection of the language of a text."""

from __future__ import annotations

import pytest

from transforms.cleaning.text.language import forget, language, load, load_with


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Soldiers withdrew from the town before dawn, and residents said that the road was open again.", "en"),
        ("Les soldats se sont retirés de la ville avant l'aube, et la route est de nouveau ouverte.", "fr"),
        ("Die Soldaten zogen sich vor Sonnenaufgang aus der Stadt zurück, und die Straße ist wieder offen.", "de"),
        ("Los soldados se retiraron de la ciudad antes del amanecer y la carretera está abierta.", "es"),
        ("انسحب الجنود من المدينة قبل الفجر وقال السكان إن الطريق مفتوح من جديد", "ar"),
        ("سربازان پیش از سپیده‌دم از شهر عقب نشستند و ساکنان گفتند که راه دوباره باز است", "fa"),
        ("Солдаты покинули город до рассвета, и дорога снова открыта, сообщили жители.", "ru"),
        ("Солдати залишили місто до світанку, і дорога знову відкрита, повідомили мешканці.", "uk"),
        ("Askerler şafaktan önce kentten çekildi ve bölge sakinleri yolun yeniden açıldığını söyledi.", "tr"),
        ("Hama taken by rebels", "en"),
        ("Assad flees to Moscow", "en"),
        ("Les rebelles prennent Alep", "fr"),
        ("Kämpfe um Aleppo dauern an", "de"),
    ],
)
def test_the_language_of_an_article_and_of_a_headline(text: str, code: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize("text", ["", " \n", "2011–2016: 500,000", "—"])
def test_without_letters_the_language_is_undetermined(text: str) -> None:
    assert language(text) == "und"


def test_foreign_names_do_not_make_a_text_foreign() -> None:
    names = "Haji Suleiman al-Khatib, Deir ez-Zor, Maarat al-Numan, Jisr al-Shughur and Khan Sheikhoun"
    assert language(f"They named {names} as the towns and the man whom they had seen there.") == "en"


def test_the_model_is_loaded_once_until_it_is_forgotten() -> None:
    loaded: list[int] = []
    load_with(lambda: loaded.append(1) or load())  # type: ignore[func-returns-value]
    try:
        for _ in range(2):
            forget()
            assert [language("Les rebelles prennent Alep"), language("Kämpfe um Aleppo dauern an")] == ["fr", "de"]
        assert len(loaded) == 2
    finally:
        load_with(load)
        forget()
