"""The titles that stand before a name in Latin letters, as data: the short form, and the forms people write.

A blank behind a dot may be missing, and so may the dots of a form of several words.
"""

from __future__ import annotations

_RANKS = {
    "Gen.": "General",
    "Lt.Gen.": "Lieutenant General",
    "Maj.Gen.": "Major General",
    "Brig.Gen.": "Brigadier General",
    "Col.": "Colonel",
    "Lt.Col.": "Lieutenant Colonel",
    "Maj.": "Major",
    "Capt.": "Captain",
    "Lt.": "Lieutenant",
    "Sub.Lt.": "Sub Lieutenant",
    "Sgt.Maj.": "Sergeant Major",
    "Sgt.": "Sergeant",
    "Cpl.": "Corporal",
}
"""The ranks of the army, and behind ``Pol.`` of the police."""


def _list_ranks() -> dict[str, str]:
    """Map the short form of each rank of army and police to the forms people write."""
    found: dict[str, str] = {}
    for short, full in _RANKS.items():
        spaced = short.replace(".", ". ").strip()
        found[short] = f"{spaced}, {full}"
        found[f"Pol.{short}"] = f"Pol. {spaced}, Police {full}, Police {spaced}"
    for first, word in (("1st", "First"), ("2nd", "Second")):
        found[f"{first}Lt."] = f"{first} Lt., {word} Lieutenant"
    found["Pol.Snr.Sgt.Maj."] = "Pol. Snr. Sgt. Maj., Police Senior Sergeant Major, Pol. Sen. Sgt. Maj."
    found["Sub.Lt."] += ", Acting Sub Lt., Acting Sub Lieutenant, Acting 2nd Lt., Acting Second Lieutenant"
    found["Pol.Sub.Lt."] += ", Pol. Sub-Lt., Police Sub-Lieutenant"
    return found


ENGLISH_FORMS = {
    "Mr.": "Mr., Mr",
    "Mrs.": "Mrs., Mrs",
    "Ms.": "Ms., Ms, Miss",
    "Mdm.": "Mdm., Madam, Madame",
    "Master": "Master",
    "Khun": "Khun",
    "Dr.": "Dr., Dr",
    "Prof.": "Prof., Prof, Professor",
    "Asst.Prof.": "Asst. Prof., Assistant Professor, Assist. Prof., Ass. Prof., Ast. Prof.",
    "Assoc.Prof.": "Assoc. Prof., Associate Professor, Assc. Prof., Asso. Prof.",
    "Prof.Emeritus": "Professor Emeritus, Prof. Emeritus, Emeritus Professor, Emeritus Prof., Emer. Prof.",
    "Clin.Prof.": "Clin. Prof., Clinical Professor, Clinical Prof.",
    "Adj.Prof.": "Adj. Prof., Adjunct Professor, Adjunct Prof.",
    "Distinguished Prof.": "Distinguished Professor, Distinguished Prof.",
    "Visiting Prof.": "Visiting Professor, Visiting Prof.",
    "Ajarn": "Ajarn, Ajahn, Acharn, Archan, Arjarn, Aj.",
    "Lect.": "Lecturer, Lect.",
    "M.R.": "M.R., Mom Rajawongse, Mom Rajawong, Mom Ratchawong",
    "M.L.": "M.L., Mom Luang",
    "M.C.": "M.C., Mom Chao",
    "Khunying": "Khunying, Khun Ying",
    "Thanphuying": "Thanphuying, Thanpuying, Than Phu Ying, Than Phuying, Thanpuying",
    "Phra": "Phra, Venerable, Ven.",
    "Phramaha": "Phra Maha, Phramaha",
    "Phrakhru": "Phra Khru, Phrakhru, Phra Kru, Phrakru",
    "Phra Ajarn": "Phra Ajarn, Phra Ajahn, Phra Acharn",
    "Samanera": "Samanera, Samanen",
    "Dato'": "Dato', Dato’, Dato, Datuk, Datin",
    "Dato' Sri": "Dato' Sri, Dato’ Sri, Dato Sri, Dato' Seri, Dato Seri, Datuk Seri",
    "Tan Sri": "Tan Sri",
    "Ts.": "Ts.",
    "A/Prof.": "A/Prof., A/Prof",
    "Dr.-Ing.": "Dr.-Ing.",
    "Luang Por": "Luang Por, Luang Pho, Luang Pu",
    "Ir.": "Ir.",
    "Engr.": "Engr.",
    "Sir": "Sir",
    "H.E.": "H.E., His Excellency, Her Excellency",
    "Rev.": "Rev., Reverend",
    "Fr.": "Fr., Father",
    "Sr.": "Sister",
    "Br.": "Brother",
    "Pharm.": "Pharm.",
    "Adm.": "Adm., Admiral",
    "V.Adm.": "Vice Adm., Vice Admiral, V. Adm.",
    "R.Adm.": "Rear Adm., Rear Admiral, R. Adm.",
    "Cdr.": "Cdr., Cmdr., Commander",
    "Lt.Cdr.": "Lt. Cdr., Lt. Cmdr., Lieutenant Commander",
    "Lt.JG.": "Lt. JG., Lieutenant Junior Grade",
    "ACM": "ACM, Air Chief Marshal",
    "AM": "Air Marshal",
    "AVM": "AVM, Air Vice Marshal",
    "Gp.Capt.": "Gp. Capt., Group Captain, Gp. Capt",
    "Wg.Cdr.": "Wg. Cdr., Wing Commander",
    "Sqn.Ldr.": "Sqn. Ldr., Squadron Leader",
    "Flt.Lt.": "Flt. Lt., Flight Lieutenant",
    "Fg.Off.": "Fg. Off., Flying Officer",
    **_list_ranks(),
}
"""Short form: the forms people write, whatever their case."""
