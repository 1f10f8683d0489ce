"""The 77 provinces of Thailand, as data, in the order of their official codes."""

from __future__ import annotations

from netreg.named_tuples import NamedTuple

NORTH = "ภาคเหนือ"
CENTRE = "ภาคกลาง"
NORTHEAST = "ภาคตะวันออกเฉียงเหนือ"
EAST = "ภาคตะวันออก"
WEST = "ภาคตะวันตก"
SOUTH = "ภาคใต้"


class Province(NamedTuple):
    """A province: its names, abbreviations, official code, and regions.

    `code` is the two digits of the Department of Provincial Administration (Bangkok
    among them), `region6` the region by the geographers' scheme of six, `region4` by the
    administrators' scheme of four.
    """

    name_th: str
    name_en: str
    abbr_th: str
    abbr_en: str
    code: str
    region6: str
    region4: str


# fmt: off
PROVINCES: tuple[Province, ...] = (
    Province("กรุงเทพมหานคร", "Bangkok", "กทม", "BKK", "10", CENTRE, CENTRE),
    Province("สมุทรปราการ", "Samut Prakan", "สป", "SPK", "11", CENTRE, CENTRE),
    Province("นนทบุรี", "Nonthaburi", "นบ", "NBI", "12", CENTRE, CENTRE),
    Province("ปทุมธานี", "Pathum Thani", "ปท", "PTE", "13", CENTRE, CENTRE),
    Province("พระนครศรีอยุธยา", "Phra Nakhon Si Ayutthaya", "อย", "AYA", "14", CENTRE, CENTRE),
    Province("อ่างทอง", "Ang Thong", "อท", "ATG", "15", CENTRE, CENTRE),
    Province("ลพบุรี", "Lopburi", "ลบ", "LRI", "16", CENTRE, CENTRE),
    Province("สิงห์บุรี", "Sing Buri", "สห", "SBR", "17", CENTRE, CENTRE),
    Province("ชัยนาท", "Chai Nat", "ชน", "CNT", "18", CENTRE, CENTRE),
    Province("สระบุรี", "Saraburi", "สบ", "SRI", "19", CENTRE, CENTRE),
    Province("ชลบุรี", "Chon Buri", "ชบ", "CBI", "20", EAST, CENTRE),
    Province("ระยอง", "Rayong", "รย", "RYG", "21", EAST, CENTRE),
    Province("จันทบุรี", "Chanthaburi", "จบ", "CTI", "22", EAST, CENTRE),
    Province("ตราด", "Trat", "ตร", "TRT", "23", EAST, CENTRE),
    Province("ฉะเชิงเทรา", "Chachoengsao", "ฉช", "CCO", "24", EAST, CENTRE),
    Province("ปราจีนบุรี", "Prachin Buri", "ปจ", "PRI", "25", EAST, CENTRE),
    Province("นครนายก", "Nakhon Nayok", "นย", "NYK", "26", CENTRE, CENTRE),
    Province("สระแก้ว", "Sa Kaeo", "สก", "SKW", "27", EAST, CENTRE),
    Province("นครราชสีมา", "Nakhon Ratchasima", "นม", "NMA", "30", NORTHEAST, NORTHEAST),
    Province("บุรีรัมย์", "Buri Ram", "บร", "BRM", "31", NORTHEAST, NORTHEAST),
    Province("สุรินทร์", "Surin", "สร", "SRN", "32", NORTHEAST, NORTHEAST),
    Province("ศรีสะเกษ", "Si Sa Ket", "ศก", "SSK", "33", NORTHEAST, NORTHEAST),
    Province("อุบลราชธานี", "Ubon Ratchathani", "อบ", "UBN", "34", NORTHEAST, NORTHEAST),
    Province("ยโสธร", "Yasothon", "ยส", "YST", "35", NORTHEAST, NORTHEAST),
    Province("ชัยภูมิ", "Chaiyaphum", "ชย", "CPM", "36", NORTHEAST, NORTHEAST),
    Province("อำนาจเจริญ", "Amnat Charoen", "อจ", "ACR", "37", NORTHEAST, NORTHEAST),
    Province("บึงกาฬ", "Bueng Kan", "บก", "BKN", "38", NORTHEAST, NORTHEAST),
    Province("หนองบัวลำภู", "Nong Bua Lam Phu", "นภ", "NBP", "39", NORTHEAST, NORTHEAST),
    Province("ขอนแก่น", "Khon Kaen", "ขก", "KKN", "40", NORTHEAST, NORTHEAST),
    Province("อุดรธานี", "Udon Thani", "อด", "UDN", "41", NORTHEAST, NORTHEAST),
    Province("เลย", "Loei", "ลย", "LEI", "42", NORTHEAST, NORTHEAST),
    Province("หนองคาย", "Nong Khai", "นค", "NKI", "43", NORTHEAST, NORTHEAST),
    Province("มหาสารคาม", "Maha Sarakham", "มค", "MKM", "44", NORTHEAST, NORTHEAST),
    Province("ร้อยเอ็ด", "Roi Et", "รอ", "RET", "45", NORTHEAST, NORTHEAST),
    Province("กาฬสินธุ์", "Kalasin", "กส", "KSN", "46", NORTHEAST, NORTHEAST),
    Province("สกลนคร", "Sakon Nakhon", "สน", "SNK", "47", NORTHEAST, NORTHEAST),
    Province("นครพนม", "Nakhon Phanom", "นพ", "NPM", "48", NORTHEAST, NORTHEAST),
    Province("มุกดาหาร", "Mukdahan", "มห", "MDH", "49", NORTHEAST, NORTHEAST),
    Province("เชียงใหม่", "Chiang Mai", "ชม", "CMI", "50", NORTH, NORTH),
    Province("ลำพูน", "Lamphun", "ลพ", "LPN", "51", NORTH, NORTH),
    Province("ลำปาง", "Lampang", "ลป", "LPG", "52", NORTH, NORTH),
    Province("อุตรดิตถ์", "Uttaradit", "อต", "UTT", "53", NORTH, NORTH),
    Province("แพร่", "Phrae", "พร", "PRE", "54", NORTH, NORTH),
    Province("น่าน", "Nan", "นน", "NAN", "55", NORTH, NORTH),
    Province("พะเยา", "Phayao", "พย", "PYO", "56", NORTH, NORTH),
    Province("เชียงราย", "Chiang Rai", "ชร", "CRI", "57", NORTH, NORTH),
    Province("แม่ฮ่องสอน", "Mae Hong Son", "มส", "MSN", "58", NORTH, NORTH),
    Province("นครสวรรค์", "Nakhon Sawan", "นว", "NSN", "60", CENTRE, NORTH),
    Province("อุทัยธานี", "Uthai Thani", "อน", "UTI", "61", CENTRE, NORTH),
    Province("กำแพงเพชร", "Kamphaeng Phet", "กพ", "KPT", "62", CENTRE, NORTH),
    Province("ตาก", "Tak", "ตก", "TAK", "63", WEST, NORTH),
    Province("สุโขทัย", "Sukhothai", "สท", "STI", "64", CENTRE, NORTH),
    Province("พิษณุโลก", "Phitsanulok", "พล", "PLK", "65", CENTRE, NORTH),
    Province("พิจิตร", "Phichit", "พจ", "PCK", "66", CENTRE, NORTH),
    Province("เพชรบูรณ์", "Phetchabun", "พช", "PNB", "67", CENTRE, NORTH),
    Province("ราชบุรี", "Ratchaburi", "รบ", "RBR", "70", WEST, CENTRE),
    Province("กาญจนบุรี", "Kanchanaburi", "กจ", "KRI", "71", WEST, CENTRE),
    Province("สุพรรณบุรี", "Suphan Buri", "สพ", "SPB", "72", CENTRE, CENTRE),
    Province("นครปฐม", "Nakhon Pathom", "นฐ", "NPT", "73", CENTRE, CENTRE),
    Province("สมุทรสาคร", "Samut Sakhon", "สค", "SKN", "74", CENTRE, CENTRE),
    Province("สมุทรสงคราม", "Samut Songkhram", "สส", "SKM", "75", CENTRE, CENTRE),
    Province("เพชรบุรี", "Phetchaburi", "พบ", "PBI", "76", WEST, CENTRE),
    Province("ประจวบคีรีขันธ์", "Prachuap Khiri Khan", "ปข", "PKN", "77", WEST, CENTRE),
    Province("นครศรีธรรมราช", "Nakhon Si Thammarat", "นศ", "NRT", "80", SOUTH, SOUTH),
    Province("กระบี่", "Krabi", "กบ", "KBI", "81", SOUTH, SOUTH),
    Province("พังงา", "Phangnga", "พง", "PNA", "82", SOUTH, SOUTH),
    Province("ภูเก็ต", "Phuket", "ภก", "PKT", "83", SOUTH, SOUTH),
    Province("สุราษฎร์ธานี", "Surat Thani", "สฎ", "SNI", "84", SOUTH, SOUTH),
    Province("ระนอง", "Ranong", "รน", "RNG", "85", SOUTH, SOUTH),
    Province("ชุมพร", "Chumphon", "ชพ", "CPN", "86", SOUTH, SOUTH),
    Province("สงขลา", "Songkhla", "สข", "SKA", "90", SOUTH, SOUTH),
    Province("สตูล", "Satun", "สต", "STN", "91", SOUTH, SOUTH),
    Province("ตรัง", "Trang", "ตง", "TRG", "92", SOUTH, SOUTH),
    Province("พัทลุง", "Phatthalung", "พท", "PLG", "93", SOUTH, SOUTH),
    Province("ปัตตานี", "Pattani", "ปน", "PTN", "94", SOUTH, SOUTH),
    Province("ยะลา", "Yala", "ยล", "YLA", "95", SOUTH, SOUTH),
    Province("นราธิวาส", "Narathiwat", "นธ", "NWT", "96", SOUTH, SOUTH),
)
# fmt: on
