"""Names for people and schools that do not exist; a test holds that no school has the name of a real one."""

from __future__ import annotations

GIVEN_NAMES = tuple(
    """
    Agnar Aila Amal Amund Andrine Anja Aron Astri Ayaan Birk Bjørg Dagny Daria Edvard Eira Elen Elin Embla Emre
    Endre Eskil Fatou Fiona Gard Gro Guro Hakon Halima Hedvig Helin Hildur Ibrahim Idunn Ilyas Inga Isak Iver
    Jarle Jenny Jonas Julia Kaja Kamil Karim Kian Kine Lavrans Leila Lerke Linnea Liv Magnhild Malin Marek
    Mathea Mikkel Milan Minh Nadia Najma Nikolai Noor Odd Olena Oskar Petra Ragna Rania Runa Samir Sander Selma
    Signe Sigurd Siri Solveig Sondre Storm Sunniva Tarjei Taras Tiril Torunn Trym Tuva Ulrik Vetle Vida Vilde
    Yasmin Ylva Yusuf Zahra
    """.split()  # noqa: SIM905 - a list of words, not a list of strings one to a line
)
FAMILY_NAMES = tuple(
    """
    Abdi Ahmadi Aksnes Ali Aslaksen Bakkehaug Berntsen Birkeli Bjelland Brekkhus Bui Dahle Demir Eikeland
    Engevik Espeland Farah Fjellheim Flaten Fossli Frøyland Gjerde Granli Grønvold Haddad Hagelund Halvorsrud
    Haugland Heggelia Hegland Holmvik Hussein Håland Isaksen Jama Jansone Kallevik Kaya Kowalczyk Kovalenko
    Krogstad Kvamme Langmyr Lende Lie Lunde Lyngdal Løvås Mehdi Midtbø Moen Mohamud Mykland Myrvoll Nesheim
    Nguyen Nordbø Nowak Nygård Osman Petrauskas Rahimi Ravnås Reiersen Risdal Rosseland Rødland Salvesen Sandnes
    Selåsdal Sharma Skaar Skogheim Solheim Stangeland Steinsland Strand Sunde Sæther Tangen Tesfay Thorkildsen
    Tran Tveit Ueland Uldal Vatne Vestbø Vikse Yilmaz Ødegård Ånensen Åsland
    """.split()  # noqa: SIM905 - a list of words, not a list of strings one to a line
)
# In the style of Tenor, the tax authority's made-up people: plain words, which nobody is called. They await a speaker's
# review, as the catalogue of the language does.
NORTHERN_SAMI_GIVEN_NAMES = tuple(
    """
    Alit Čáhppes Čáppa Čeahppi Fiskes Guhkes Ilolaš Ođđa Rukses Ruoná Ruškes Stuoris Uhca Unna Vielgat Viissis Viššal
    """.split()  # noqa: SIM905 - a list of words, not a list of strings one to a line
)
NORTHERN_SAMI_FAMILY_NAMES = tuple(
    """
    Beahci Beaivi Beaŋka Čáhci Duottar Geađgi Goaskin Guolli Guovssahas Guovža Jávri Lottáš Luossa Mánnu Muoŧŧá
    Muorra Násti Njálla Rieban Sávza Soahki Vuovdi
    """.split()  # noqa: SIM905 - a list of words, not a list of strings one to a line
)
# By language: given names and family names.
NAMES = {
    "nb": (GIVEN_NAMES, FAMILY_NAMES),
    "se": (NORTHERN_SAMI_GIVEN_NAMES, NORTHERN_SAMI_FAMILY_NAMES),
}
SCHOOL_BEGINNINGS = tuple(
    """
    Alke Bever Bjerke Dompap Ekorn Fjellrype Gaupe Gjøke Gråhegre Hassel Hegre Isfugl Jerv Kjøttmeis Knoppurt
    Lerkespore Linerle Lomvi Makrell Måltrost Nattfiol Nøtteskrike Orrhane Oter Perleugle Piggsvin Revebjelle
    Rugde Rødstjert Sivspurv Skjære Snøhare Spurv Steinkobbe Stær Tiriltunge Tjeld Tyttebær Vandrefalk Vipe
    """.split()  # noqa: SIM905 - a list of words, not a list of strings one to a line
)
SCHOOL_ENDINGS = tuple(
    """
    bakken berget dalen flata haugen heia kroken lia lunden marka myra odden sletta tunet vika åsen
    """.split()  # noqa: SIM905 - a list of words, not a list of strings one to a line
)


def school_names(count: int) -> list[str]:
    """Distinct for the first 640; further ones carry a number."""
    pairs = len(SCHOOL_BEGINNINGS) * len(SCHOOL_ENDINGS)
    return [
        _school_name(position % pairs) + (f" {position // pairs + 1}" if position >= pairs else "")
        for position in range(count)
    ]


def _school_name(position: int) -> str:
    lap, beginning = divmod(position, len(SCHOOL_BEGINNINGS))
    return SCHOOL_BEGINNINGS[beginning] + SCHOOL_ENDINGS[(5 * lap + 3 * beginning) % len(SCHOOL_ENDINGS)]
