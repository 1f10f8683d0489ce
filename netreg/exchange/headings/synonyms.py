"""Headings that files use for fields of any kind, beyond the labels and headings of the descriptions.

They are known by the name of the field, so that an e-mail address is found by the same words
wherever a kind has one. The words of a kind's own description go before these.
"""

from __future__ import annotations

from netreg.named_tuples import NamedTuple

_WHOLE_NAME = (
    "ชื่อ-สกุล", "ชื่อ-นามสกุล", "ชื่อ-ชื่อสกุล", "ชื่อตัว-ชื่อสกุล",
    "ชื่อสกุล", "ชื่อ-ชื่อสกุล", "ชื่อนามสกุล", "ชื่อและสกุล", "ชื่อและนามสกุล", "ชื่อ", "รายชื่อ", "รายนาม", "นาม",
    "ยศ-ชื่อ-สกุล", "ยศ-ชื่อ-นามสกุล", "ยศ ชื่อ", "ยศ ชื่อ-สกุล", "ยศ ชื่อ ฉายา", "คำนำหน้า-ชื่อ-สกุล", "คำนำหน้า ชื่อ-นามสกุล",
    "คำนำหน้าชื่อ ชื่อ สกุล", "คำนำหน้านาม ชื่อ นามสกุล", "ชื่อเต็ม", "ชื่อผู้เข้าร่วม", "ชื่อผู้เข้าประชุม", "ชื่อผู้เข้าอบรม", "ชื่อบุคลากร",
    "ผู้แทน", "ชื่อผู้แทน", "ผู้แทนหน่วยงาน", "รายชื่อผู้แทน", "รายชื่อกรรมการ", "รายชื่อคณะกรรมการ", "รายชื่อสมาชิก",
    "ชื่อวิทยากร", "ชื่อกรรมการ", "ชื่อเจ้าหน้าที่", "ชื่อข้าราชการ", "ชื่อผู้บริหาร", "ชื่อศิษย์เก่า", "ชื่อผู้สมัคร", "ชื่อผู้ลงทะเบียน",
    "ชื่อพนักงาน", "ชื่อนักเรียน", "ชื่อนักศึกษา", "ชื่ออาจารย์", "ชื่อครู", "ชื่อสมาชิก", "ชื่อผู้ใช้", "ชื่อผู้ติดต่อ", "ผู้เข้าร่วม", "ผู้เข้าประชุม",
    "ผู้เข้าร่วมประชุม", "ผู้เข้าอบรม", "บุคลากร", "name", "full name", "name surname", "first name last name", "display name",
    "participant", "participant name", "attendee", "attendee name", "original name", "employee name", "student name",
    "member name", "name and surname", "file as", "contact name",
)  # fmt: skip
_GIVEN_NAME = (
    "ชื่อ", "ชื่อจริง", "ชื่อตัว", "ชื่อต้น", "name", "first name", "firstname", "given name", "fname", "f name", "forename",
    "name first",
)  # fmt: skip
_FAMILY_NAME = (
    "นามสกุล", "สกุล", "ชื่อสกุล", "ชื่อนามสกุล", "นามสกุลปัจจุบัน", "last name", "lastname", "surname", "family name", "lname",
    "l name", "sname", "name last",
)  # fmt: skip
_TITLES = (
    "คำนำหน้า", "คำนำหน้าชื่อ", "คำนำหน้านาม", "คำนำ", "คำหน้า", "นำหน้าชื่อ", "นำหน้า", "ยศ", "ยศ/คำนำหน้า", "ยศ คำนำหน้าชื่อ",
    "ยศหรือคำนำหน้า", "ชั้นยศ", "สมณศักดิ์", "ตำแหน่งทางวิชาการ", "ตำแหน่งวิชาการ", "title", "prefix", "name prefix",
    "salutation", "pn name", "name title", "pname", "prename", "honorific",
)  # fmt: skip
_WORK_NOW = (
    "ที่ทำงานปัจจุบัน", "สถานที่ทำงานปัจจุบัน", "หน่วยงานปัจจุบัน", "ปัจจุบันทำงานที่", "หน่วยงานที่ทำงาน", "หน่วยงานที่ทำงานปัจจุบัน",
    "current employer", "current workplace",
)  # fmt: skip
_UNIT = (
    *_WORK_NOW,
    "หน่วยงาน", "สังกัด", "หน่วยงาน/สังกัด", "สังกัด/หน่วยงาน", "หน่วยงานต้นสังกัด", "หน่วยงานที่สังกัด", "ต้นสังกัด", "สถานที่ทำงาน",
    "สถานที่ปฏิบัติงาน", "ที่ทำงาน", "หน่วย", "แผนก", "ฝ่าย", "กอง", "งาน",
    "กลุ่มงาน", "สังกัดงาน", "สังกัดฝ่าย", "ฝ่าย/งาน", "งาน/ฝ่าย", "กลุ่ม/ฝ่าย", "กลุ่มสาระ", "กลุ่มสาระการเรียนรู้",
    "ส่วนราชการ", "ส่วนงาน", "สำนัก", "ศูนย์", "ภาควิชา", "สาขาวิชาที่สังกัด", "คณะ", "สถาบัน", "วิทยาเขต", "มหาวิทยาลัย", "องค์กร",
    "ส่วนงานต้นสังกัด", "ส่วนราชการต้นสังกัด", "หน่วยงานที่ปฏิบัติงาน",
    "คณะ/สาขา", "คณะ/สาขาวิชา", "คณะ/ภาควิชา", "สังกัดคณะ",
    "โรงเรียน", "ชื่อโรงเรียน", "สถานศึกษา", "ชื่อสถานศึกษา", "สถานพยาบาล", "โรงพยาบาล", "ชื่อหน่วยงาน", "ชื่อองค์กร", "ชื่อสถาบัน",
    "บริษัท", "สำนักงาน", "organisation", "organization", "organization name", "organisation name", "company",
    "company name", "department", "dept", "division", "institution", "institute", "university", "school", "office",
    "workplace", "affiliation", "agency", "employer", "faculty", "unit", "ministry", "hospital",
    "organization 1 name", "org name", "org", "unit name", "dept name", "agency name", "office name", "fac name",
)  # fmt: skip
_POSITION = (
    "ตำแหน่ง", "ตำแหน่งงาน", "ตำแหน่งปัจจุบัน", "ตำแหน่งบริหาร", "ตำแหน่งทางบริหาร", "ตำแหน่งหน้าที่", "ตำแหน่งในสายงาน", "ชื่อตำแหน่ง",
    "ชื่อตำแหน่งในสายงาน", "ตำแหน่งทางการบริหาร", "position", "position title", "job title", "job", "jobtitle",
    "designation", "pl name", "pos name", "position name", "organization title", "organization 1 title", "post title",
    # Where both stand in one cell, the text is kept whole.
    "ตำแหน่ง/สังกัด", "ตำแหน่ง/หน่วยงาน", "ตำแหน่งและสังกัด", "ตำแหน่งและหน่วยงาน", "ตำแหน่ง/สถานที่ทำงาน",
)  # fmt: skip
_PHONES = ("โทรศัพท์", "หมายเลขโทรศัพท์", "เบอร์โทรศัพท์", "เบอร์โทร", "เบอร์", "โทร")
_OF_PHONES = (
    "สำนักงาน",
    "ที่ทำงาน",
    "หน่วยงาน",
    "ห้องทำงาน",
    "บ้าน",
    "ที่บ้าน",
    "ส่วนตัว",
    "มือถือ",
    "เคลื่อนที่",
    "ภายใน",
    "สายตรง",
    "ตรง",
    "กลาง",
    "ต่อ",
)
_PHONE = (
    *(f"{phone}{of}" for phone in _PHONES for of in _OF_PHONES),
    *(f"{phone} {of}" for phone in ("phone", "tel", "telephone") for of in ("office", "home", "mobile", "work", "ext")),
    "โทรศัพท์/โทรสาร", "โทร/โทรสาร", "โทร/แฟกซ์", "โทรศัพท์/แฟกซ์", "phone/fax", "tel/fax",
    "โทรศัพท์", "โทร", "เบอร์", "เบอร์โทร", "เบอร์โทรศัพท์", "เบอร์โทรศัพท์มือถือ", "เบอร์โทรมือถือ", "เบอร์มือถือ",
    "เบอร์ติดต่อ", "เบอร์ที่ติดต่อ", "เบอร์โทรติดต่อ", "เบอร์โทรศัพท์ติดต่อ", "หมายเลขโทรศัพท์",
    "หมายเลขโทรศัพท์มือถือ", "หมายเลขติดต่อ", "เลขโทรศัพท์", "หมายเลขโทร", "โทรศัพท์มือถือ", "โทรศัพท์เคลื่อนที่",
    "โทรศัพท์ที่ทำงาน", "โทรศัพท์สำนักงาน", "โทรศัพท์หน่วยงาน", "เบอร์ที่ทำงาน", "เบอร์สำนักงาน", "เบอร์ภายใน",
    "เบอร์โทรภายใน", "เบอร์โทรศัพท์ภายใน", "โทรภายใน", "โทรศัพท์ภายใน", "หมายเลขภายใน", "หมายเลขโทรศัพท์ภายใน",
    "internal phone", "internal no", "internal number", "extension", "phone extension", "มือถือ", "โทรมือถือ",
    "โทร.มือถือ", "เบอร์โทร.", "phone", "phone number", "phone no", "tel", "tel no", "tel number", "telephone",
    "telephone number", "telephone no", "mobile", "mobile phone", "mobile no", "mobile number", "cell", "cell phone",
    "cellphone", "contact number", "contact no", "office phone", "work phone", "business phone", "business phone 2",
    "home phone", "primary phone", "company main phone",
)  # fmt: skip
_EMAIL = (
    "อีเมล", "ที่อยู่อีเมล", "อีเมลแอดเดรส", "อีเมลที่ติดต่อ", "อีเมลติดต่อ", "อีเมลหน่วยงาน", "อีเมลมหาวิทยาลัย", "ไปรษณีย์อิเล็กทรอนิกส์",
    "จดหมายอิเล็กทรอนิกส์", "อีเมลผู้ใช้", "เมล", "email", "e-mail", "mail", "email address", "user email", "username email",
    "อีเมลส่วนตัว", "อีเมลสำรอง", "อีเมลองค์กร", "อีเมลราชการ", "personal email", "alternate email",
    "อีเมลสำนักงาน", "อีเมลที่ทำงาน", "email สำนักงาน", "email หน่วยงาน", "email ที่ทำงาน", "office email", "official email",
    "primary email", "work email", "contact email",
    "e-mail address",
)  # fmt: skip
_BIRTH = (
    "วันเกิด", "วันเดือนปีเกิด", "วัน/เดือน/ปีเกิด", "วัน เดือน ปี เกิด", "ว.ด.ป.เกิด", "ว.ด.ป. เกิด", "ว/ด/ป เกิด", "วดป.เกิด",
    "วดปเกิด", "ว/ด/ป/เกิด", "วันที่เกิด", "เกิดวันที่", "เกิดเมื่อ", "เกิดเมื่อวันที่", "ว ด ป ที่เกิด", "วันเดือนปีที่เกิด", "birth date",
    "birthdate", "birthday", "date of birth", "dob", "born", "d.o.b.",
)  # fmt: skip
_OWN_NUMBER = (
    "รหัสบุคลากร", "รหัสพนักงาน", "รหัสประจำตัว", "เลขประจำตัว", "เลขประจำตัวพนักงาน", "เลขประจำตัวบุคลากร", "รหัสประจำตัวพนักงาน",
    "รหัสประจำตัวบุคลากร", "รหัสประจำตัวนักเรียน", "เลขประจำตัวนักเรียน", "รหัสนักเรียน", "รหัสนักศึกษา", "รหัสนิสิต",
    "เลขประจำตัวนักศึกษา", "เลขประจำตัวนิสิต", "รหัสประจำตัวนักศึกษา", "รหัสประจำตัวนิสิต", "รหัสอาจารย์", "รหัสครู", "รหัสสมาชิก",
    "เลขที่สมาชิก", "หมายเลขสมาชิก", "เลขสมาชิก", "หมายเลขประจำตัว", "เลขทะเบียน", "เลขที่ประจำตัว", "เลขประจำตัวข้าราชการ", "id",
    "uid", "staff id", "staff no", "staff code", "employee id", "employee no", "employee number", "employee code",
    "emp id", "emp no", "emp code", "student id", "student no", "student number", "student code", "std id",
    "person id", "personnel id", "member id", "member no", "user id", "id no", "id number", "id code",
    "registration no", "registration number", "matric no",
)  # fmt: skip
_PEOPLE = dict.fromkeys(("person", "name_as_recorded", "name_as_credited", "name_as_signed"), _WHOLE_NAME)
_OFFICE = (
    "วาระ", "วาระการดำรงตำแหน่ง", "วาระดำรงตำแหน่ง", "ระยะเวลาดำรงตำแหน่ง", "ระยะเวลาการดำรงตำแหน่ง",
    "ระยะเวลาที่ดำรงตำแหน่ง",
    "ช่วงเวลาดำรงตำแหน่ง", "ช่วงเวลาการดำรงตำแหน่ง", "term of office", "tenure", "period in office", "period of office",
)  # fmt: skip
"""The headings of columns with the span of days in which somebody holds an office."""
_END = (
    "วันสิ้นสุด", "วันที่สิ้นสุด", "สิ้นสุด", "สิ้นสุดวันที่", "วันหมดอายุ", "วันที่หมดอายุ", "หมดอายุ", "ครบกำหนด", "วันครบกำหนด", "สิ้นสุดสัญญา",
)  # fmt: skip

SHARED: dict[str, tuple[str, ...]] = {
    "name": _WHOLE_NAME,
    "given_name": _GIVEN_NAME,
    "family_name": _FAMILY_NAME,
    "titles": _TITLES,
    "nickname": ("ชื่อเล่น", "nick name", "nickname", "ฉายา"),
    **_PEOPLE,
    "organisation": _UNIT,
    "position": _POSITION,
    "position_as_recorded": _POSITION,
    "position_as_signed": _POSITION,
    "phone": _PHONE,
    "fax": (
        "โทรสาร", "แฟกซ์", "แฟ็กซ์", "เบอร์แฟกซ์", "เบอร์โทรสาร", "หมายเลขโทรสาร", "fax", "fax no", "fax number",
        "business fax",
    ),
    "email": _EMAIL,
    "website": ("เว็บไซต์", "เว็บไซด์", "เว็บเพจ", "เว็บ", "website", "web site", "web", "url", "homepage", "web page"),
    "line_id": ("ไลน์", "ไลน์ไอดี", "ไอดีไลน์", "line", "line id", "id line", "ไอดี line", "line ไอดี"),
    "birth_date": _BIRTH,
    "external_key": _OWN_NUMBER,
    "official_code": (
        "รหัสหน่วยบริการ", "รหัส smis 8 หลัก", "รหัส smis", "smis", "รหัส 8 หลัก", "รหัส 5 หลัก", "รหัส 9 หลัก",
        "รหัส 10 หลัก", "รหัสสถานศึกษา 10 หลัก", "รหัสโรงเรียน 10 หลัก", "รหัส สมป", "รหัสกระทรวง", "รหัสองค์กร",
        "รหัสสถาบัน", "institute code", "organisation code", "organization code", "id", "hcode", "hospcode", "off id",
    ),
    "name_latin": (
        "ชื่อภาษาอังกฤษ", "ชื่ออังกฤษ", "ชื่อ-สกุลภาษาอังกฤษ", "ชื่อ-นามสกุลภาษาอังกฤษ", "ชื่อ-สกุลอังกฤษ", "ชื่อ-นามสกุลอังกฤษ",
        "ชื่อสกุลภาษาอังกฤษ", "ชื่อสกุลอังกฤษ", "english name", "name english", "full name english",
    ),
    "name_th": (
        "ชื่อ", "ชื่อหน่วยงาน", "ชื่อองค์กร", "ชื่อสถาบัน", "ชื่อโรงเรียน", "ชื่อสถานศึกษา", "ชื่อมหาวิทยาลัย", "ชื่อโรงพยาบาล",
        "ชื่อหน่วยบริการ", "ชื่อ อปท.", "อปท.", "ชื่อองค์กรปกครองส่วนท้องถิ่น", "ชื่อส่วนราชการ", "ชื่อบริษัท", "ชื่อห้องสมุด", "สถานศึกษา",
        "โรงเรียน", "โรงพยาบาล", "องค์กร", "สถาบัน",
        "มหาวิทยาลัย", "รายชื่อ", "รายชื่อหน่วยงาน", "รายชื่อโรงเรียน", "ชื่อไทย", "ชื่อภาษาไทย", "thai name", "name thai", "name",
        "school", "school name", "organisation", "organization", "organization name", "institution",
        "institution name", "hospital name", "hosname", "university", "company", "company name", "คณะ", "ชื่อคณะ",
        "ส่วนราชการ", "ส่วนงาน", "ชื่อส่วนงาน",
    ),
    "name_en": ("ชื่อภาษาอังกฤษ", "ชื่ออังกฤษ", "english name", "name english", "school name english"),
    "abbreviation": ("ชื่อย่อ", "อักษรย่อ", "ตัวย่อ", "คำย่อ", "abbreviation", "acronym", "abbr", "short name"),
    "parent": (
        "สังกัด", "ต้นสังกัด", "หน่วยงานต้นสังกัด", "สังกัดหน่วยงาน", "หน่วยงานแม่", "กระทรวง", "กรม", "สำนักงานเขต",
        "สำนักงานเขตพื้นที่การศึกษา", "เขตพื้นที่การศึกษา", "เขตพื้นที่", "สพท", "อยู่ในสังกัด", "parent", "part of", "affiliation",
        "ministry", "parent organisation", "parent organization",
    ),
    "kind": (
        "ประเภท", "ชนิด", "ประเภทหน่วยงาน", "ประเภทสถานศึกษา", "ประเภทสถานพยาบาล", "ประเภทโรงเรียน", "ประเภทความร่วมมือ",
        "รูปแบบความร่วมมือ", "ชนิดเอกสาร", "type", "kind", "category", "type of agreement", "agreement type",
    ),
    "province": ("จังหวัด", "จ.", "จว", "province", "changwat", "prov"),
    "district": ("อำเภอ", "เขต", "อำเภอ/เขต", "เขต/อำเภอ", "อ.", "district", "amphoe", "amphur", "khet"),
    "postcode": ("รหัสไปรษณีย์", "ไปรษณีย์", "zip", "zip code", "zipcode", "postcode", "post code", "postal code"),
    "address": ("ที่อยู่", "ที่ตั้ง", "สถานที่ตั้ง", "ที่อยู่ที่ติดต่อได้", "address", "location", "street address", "full address"),
    "note": (
        "หมายเหตุ", "บันทึก", "ข้อสังเกต", "รายละเอียดเพิ่มเติม", "ข้อมูลเพิ่มเติม", "note", "notes", "remark", "remarks",
        "comment", "comments", "memo",
    ),
    "since": (
        *_OFFICE,
        "วันที่เริ่มปฏิบัติงาน", "วันเริ่มปฏิบัติงาน", "วันที่เริ่มงาน", "วันเริ่มงาน", "เริ่มงาน", "เริ่มปฏิบัติงาน", "วันที่ดำรงตำแหน่ง",
        "วันดำรงตำแหน่ง", "วันที่เข้าดำรงตำแหน่ง", "วันที่บรรจุ", "วันบรรจุ", "วันที่แต่งตั้ง", "วันแต่งตั้ง", "ดำรงตำแหน่งเมื่อ",
        "วันที่มาดำรงตำแหน่ง", "วันเข้าทำงาน", "วันที่เข้าทำงาน", "start date", "since", "date joined", "hire date",
        "appointed", "appointed on", "effective date",
    ),
    "until": (
        "วันที่พ้นตำแหน่ง", "วันพ้นตำแหน่ง", "วันเกษียณ", "วันที่เกษียณ", "วันเกษียณอายุ", "วันเกษียณอายุราชการ", "วันที่ครบวาระ", "ครบวาระ",
        "วันสิ้นสุดวาระ", "retire date", "retirement date", "วันที่ลาออก", "วันลาออก", "end date", "until", "left on",
        "term end",
    ),
    "title": (
        "ชื่อเรื่อง", "เรื่อง", "ชื่อโครงการ", "ชื่อความร่วมมือ", "ชื่อบันทึกข้อตกลง", "ชื่อบันทึกความเข้าใจ", "ชื่อสัญญา", "ชื่อ mou", "mou",
        "รายการ", "หัวข้อ", "หัวข้อประชุม", "ชื่อหลักสูตร", "ชื่อการประชุม", "ชื่อกิจกรรม", "title", "subject", "topic",
        "name of agreement", "title of agreement", "title of mou", "name of mou", "รายการ/โครงการ",
        "agreement title", "project title", "course name", "meeting topic",
    ),
    "document_no": (
        "เลขที่เอกสาร", "เลขที่หนังสือ", "เลขที่สัญญา", "เลขที่ข้อตกลง", "เลขที่ mou", "เลขที่บันทึกข้อตกลง", "เลขที่คำสั่ง", "document no",
        "document number", "reference no", "ref no", "contract no", "mou no", "agreement no",
    ),
    "signed_on": (
        "วันที่ลงนาม", "วันลงนาม", "ลงนามเมื่อ", "วันที่ลงนามความร่วมมือ", "วัน เดือน ปี ที่ลงนาม", "ว.ด.ป. ที่ลงนาม", "วันเดือนปีที่ลงนาม",
        "วันที่ทำสัญญา", "วันทำสัญญา", "วันที่ทำข้อตกลง", "วันที่เซ็น", "ลงนามวันที่", "signing", "signing date", "date of signing",
        "signed", "signed on", "signed date", "sign date", "date signed", "signature date",
    ),
    "effective_from": (
        "วันเริ่มต้น", "วันที่เริ่มต้น", "วันเริ่ม", "วันที่เริ่ม", "วันที่มีผล", "วันมีผล", "มีผลตั้งแต่", "วันที่มีผลบังคับใช้", "วันมีผลบังคับใช้",
        "เริ่มสัญญา", "วันเริ่มสัญญา", "วันเริ่มต้น-วันสิ้นสุด", "วันเริ่มต้น-สิ้นสุด", "เริ่มต้น-สิ้นสุด", "วันที่เริ่มต้น-สิ้นสุด",
        "วันที่เริ่ม-สิ้นสุด", "ช่วงเวลา", "ช่วงเวลาสัญญา", "start", "start date", "effective", "effective date",
        "valid from", "commencement",
    ),
    "end_stated": (
        *_END, "expiry", "expiry date", "expiration", "expiration date", "expire", "expires", "expired date", "end",
        "end date", "valid until", "valid to", "termination date", "due date",
    ),
    "term": (
        "ระยะเวลา", "ระยะเวลาความร่วมมือ", "ระยะเวลาข้อตกลง", "ระยะเวลาสัญญา", "อายุ mou", "อายุสัญญา", "อายุความร่วมมือ",
        "กำหนดเวลา", "duration", "period", "term", "validity", "validity period", "length",
    ),
    "responsible": (
        "ผู้รับผิดชอบ", "ผู้ประสานงาน", "ผู้ดูแล", "เจ้าของเรื่อง", "responsible", "responsible person", "coordinator", "owner",
        "person in charge",
    ),
    "starts_at": (
        "วันที่ประชุม", "วันประชุม", "วันที่จัดประชุม", "วันที่ดำเนินการ", "วันนัดประชุม",
        "วันเดือนปีที่ประชุม", "วันที่เริ่ม", "วันที่", "วัน เดือน ปี", "ว.ด.ป.",
        "วัน/เดือน/ปี",
        "meeting date", "date", "start date", "starts", "start", "start time", "when",
    ),
    "starts_on": (
        "วันที่จัดกิจกรรม", "วันที่จัด", "วันจัดกิจกรรม", "วันที่ดำเนินการ", "วันดำเนินการ", "วันที่ดำเนินกิจกรรม", "วันที่จัดโครงการ",
        "ระหว่างวันที่", "วันที่เริ่ม", "วันที่", "วัน เดือน ปี", "ว.ด.ป.", "event date", "date",
        "start date", "starts", "start",
    ),
    "headline": ("หัวข้อ", "หัวเรื่อง", "ประเด็นข่าว"),
    "published_on": (
        "วันที่ลงข่าว", "วันที่ประกาศ", "วันที่โพสต์", "published", "publish date", "date published", "date", "posted on",
    ),
    "ends_at": (*_END, "end date", "ends", "end", "end time", "finish"),
    "ends_on": (*_END, "end date", "ends", "end", "finish"),
    "venue": (
        "สถานที่", "สถานที่ประชุม", "สถานที่จัด", "สถานที่จัดประชุม", "ห้อง", "ห้องประชุม", "ณ", "place", "venue", "location",
        "room", "where",
    ),
    "presence": (
        "การเข้าร่วม", "การเข้าประชุม", "การมาประชุม", "สถานะ", "มา/ไม่มา", "เข้าร่วม/ไม่เข้าร่วม", "ผลการเข้าร่วม", "เช็คชื่อ",
        "การลงทะเบียน", "attendance", "status", "present", "attended",
    ),
    "role": (
        "บทบาท", "หน้าที่", "ฐานะ", "สถานภาพ", "หน้าที่ในคณะกรรมการ", "ตำแหน่งในคณะกรรมการ", "ตำแหน่งในที่ประชุม", "role",
        "capacity",
    ),
    "term_from": ("วาระ", "ระยะเวลาวาระ", "term", "term of office"),
    "joined": (
        *_OFFICE,
        "วันที่สมัคร", "วันที่เข้าเป็นสมาชิก", "วันที่เป็นสมาชิก", "วันเข้าเป็นสมาชิก", "เป็นสมาชิกเมื่อ", "วันที่แต่งตั้ง", "joined", "join date",
        "date joined",
    ),
    "left": ("วันที่พ้น", "วันที่พ้นสมาชิกภาพ", "วันที่ลาออก", "วันหมดวาระ", "left", "left on", "end date"),
    "result": ("ผลการอบรม", "ผลการประเมิน", "ผล", "ผลการเข้าอบรม", "ผ่าน/ไม่ผ่าน", "result", "status"),
    "certificate_no": (
        "เลขที่วุฒิบัตร", "เลขที่เกียรติบัตร", "เลขที่ใบประกาศ", "เลขที่ใบประกาศนียบัตร", "เลขวุฒิบัตร", "certificate no",
        "certificate number",
    ),
    "student_no": (
        "รหัสนักศึกษา", "รหัสนิสิต", "เลขประจำตัวนิสิต", "รหัสประจำตัวนักศึกษา", "รหัสประจำตัวนิสิต", "เลขประจำตัวนักศึกษา", "รหัสประจำตัว",
        "เลขประจำตัว", "student id", "student no", "student number", "student code", "std id",
    ),
    "degree": ("ปริญญา", "ชื่อปริญญา", "วุฒิ", "วุฒิการศึกษา", "คุณวุฒิ", "degree", "qualification"),
    "programme": (
        "สาขา", "สาขาวิชา", "หลักสูตร", "วิชาเอก", "โปรแกรมวิชา", "แขนงวิชา", "major", "program", "programme",
        "field of study", "curriculum",
    ),
    "level": ("ระดับ", "ระดับการศึกษา", "ระดับปริญญา", "level", "degree level"),
    "academic_year": (
        "ปีการศึกษา", "ปีที่จบ", "ปีที่จบการศึกษา", "ปีที่สำเร็จการศึกษา", "ปีการศึกษาที่จบ", "จบปีการศึกษา", "ปีจบ", "ปีสำเร็จการศึกษา",
        "graduation year", "year of graduation", "academic year", "class of", "grad year", "graduate year",
        "graduated year", "year graduated", "year of completion", "finish year",
    ),
    "entered_year": (
        "ปีที่เข้า", "ปีที่เข้าศึกษา", "ปีการศึกษาที่เข้า", "ปีเข้า", "ปีรับเข้า", "ปีที่รับเข้า", "entry year",
        "year of entry", "admission year", "admit year", "year admitted", "entrance year", "enrol year",
    ),
    "graduated_on": (
        "วันที่จบ", "วันจบการศึกษา", "วันที่สำเร็จการศึกษา", "วันสำเร็จการศึกษา", "วันอนุมัติปริญญา", "วันที่อนุมัติปริญญา", "graduation date",
    ),
    "class_no": ("รุ่น", "รุ่นที่", "class", "batch"),
    "organiser": (
        "ผู้จัด", "หน่วยงานผู้จัด", "หน่วยงานที่จัด", "จัดโดย", "เจ้าภาพ", "หน่วยงาน", "หน่วยงานผู้รับผิดชอบ", "หน่วยงานที่รับผิดชอบ",
        "ส่วนงานผู้รับผิดชอบ", "ส่วนงานที่รับผิดชอบ", "organiser", "organizer", "host", "organised by",
    ),
    "amount": ("จำนวนเงิน", "ยอดเงิน", "เงินบริจาค", "ยอดบริจาค", "amount", "donation"),
    "speaker": ("วิทยากร", "ผู้บรรยาย", "ชื่อวิทยากร", "speaker", "lecturer", "presenter"),
}  # fmt: skip
"""Further headings of the fields of these names, of whatever kind."""

_AGREEMENT = (
    "ชื่อ mou", "mou", "ชื่อบันทึกข้อตกลง", "บันทึกข้อตกลง", "ชื่อความร่วมมือ", "ข้อตกลง", "ชื่อข้อตกลง", "ภายใต้ MOU", "ตาม MOU",
    "ภายใต้ข้อตกลง", "ตามข้อตกลง",
)  # fmt: skip

BY_KIND: dict[tuple[str, str], tuple[str, ...]] = {
    ("party", "organisation"): (
        "คู่สัญญา", "คู่สัญญาที่", "คู่สัญญาฝ่ายที่", "คู่สัญญาฝ่าย", "ภาคีที่", "ภาคีฝ่ายที่", "ฝ่ายที่", "ฝ่ายที่หนึ่ง", "ฝ่ายที่สอง", "ฝ่ายที่สาม",
        "คู่สัญญาฝ่ายที่หนึ่ง", "คู่สัญญาฝ่ายที่สอง", "คู่สัญญาฝ่ายที่สาม", "คู่สัญญารอง", "คู่สัญญาอื่น", "คู่สัญญาอื่นๆ", "คู่สัญญาร่วม", "ระหว่าง", "กับ",
        "และ", "ร่วมกับ", "first party", "second party", "third party", "party a", "party b", "party c",
        "หน่วยงานภายนอก", "องค์กรภายนอก", "หน่วยงานที่ทำความร่วมมือ", "หน่วยงานที่ทำ MOU", "หน่วยงานคู่ MOU", "ทำร่วมกับ",
        "หน่วยงานคู่สัญญา", "ชื่อหน่วยงานคู่สัญญา", "คู่ความร่วมมือ", "หน่วยงานคู่ความร่วมมือ", "หน่วยงานความร่วมมือ",
        "หน่วยงานที่ลงนาม", "หน่วยงานที่ร่วมลงนาม", "หน่วยงานร่วม", "หน่วยงานที่ร่วมมือ", "หน่วยงานเครือข่าย", "สถาบันคู่สัญญา",
        "สถาบันคู่ความร่วมมือ", "ชื่อสถาบันคู่สัญญา", "มหาวิทยาลัยคู่สัญญา", "มหาวิทยาลัยคู่ความร่วมมือ", "partner", "partner name",
        "partner institution", "partner university", "partner organisation", "partner organization", "counterpart",
        "counterparty", "university/organization",
    ),
    **dict.fromkeys(
        (("step", "agreement"), ("decision", "agreement"), ("party", "agreement")),
        ("เรื่อง", "ชื่อเรื่อง", *_AGREEMENT),
    ),
    ("activity", "agreement"): _AGREEMENT,
    ("activity", "organiser"): ("ผู้รับผิดชอบ", "ผู้รับผิดชอบโครงการ", "หน่วยงานรับผิดชอบ", "ผู้ดำเนินการ", "ดำเนินการโดย"),
    ("meeting", "objectives"): (
        "วาระสำคัญ", "วาระการประชุม", "ระเบียบวาระ", "ประเด็น", "ประเด็นสำคัญ", "หัวข้อหารือ", "เรื่องที่ประชุม",
    ),
    ("membership", "role"): (
        "ตำแหน่งในคณะทำงาน", "ตำแหน่งในคณะอนุกรรมการ", "ตำแหน่งในเครือข่าย", "ตำแหน่งในชมรม", "ตำแหน่งในสมาคม",
        "หน้าที่ในคณะทำงาน", "หน้าที่ในเครือข่าย",
        "ประเภทสมาชิก", "สถานะสมาชิก", "ประเภทสมาชิกภาพ", "ชนิดสมาชิก",
    ),
    ("step", "organisation"): (
        "ถึง", "ส่งถึง", "ส่งให้", "ส่งไปที่", "ส่งไปยัง", "เรียน", "อยู่ที่", "อยู่กับ", "ผู้รับ",
        "หน่วยงานผู้รับ", "หน่วยงานที่รับ", "to", "sent to", "lies with", "คู่สัญญา", "ภาคี",
        "ผู้รับเรื่อง", "หน่วยงานที่ส่งถึง",
    ),
    ("step", "answer_by"): (
        "กำหนดตอบ", "กำหนดตอบกลับ", "กำหนดส่งคืน", "กำหนดคืน", "กำหนดเสร็จ", "กำหนดแล้วเสร็จ",
        "ครบกำหนด", "วันครบกำหนด", "ภายใน", "ตอบภายใน", "ตอบกลับภายใน", "deadline", "due", "due date",
        "reply by", "answer due",
    ),
    ("step", "taken_on"): (
        "วันที่ส่ง", "วันที่เสนอ", "วันที่ทำ", "ลงวันที่", "วัน เดือน ปี", "วัน/เดือน/ปี", "ว.ด.ป.",
        "ว/ด/ป", "เมื่อ", "วันที่รับ", "วันที่คืน", "step date", "sent on",
    ),
    ("step", "kind"): (
        "ขั้น", "ขั้นตอนที่", "ขั้นตอนการดำเนินการ", "ขั้นตอนการดำเนินงาน", "สถานะเรื่อง",
        "สถานะการดำเนินการ", "สถานะล่าสุด", "status",
    ),
    ("step", "comment"): (
        "ความคิดเห็น", "ข้อเสนอแนะ", "ผลการตรวจ", "รายละเอียด", "ผล", "result",
        "remarks",
    ),
    ("step", "person"): ("ผู้ดำเนินการ", "ผู้ส่ง", "ผู้พิจารณา", "นิติกร", "เจ้าหน้าที่"),
    ("agreement", "final_status"): (
        "สถานะ", "สถานะปัจจุบัน", "สถานะข้อตกลง", "สถานะ MOU", "สถานะ MOU/MOA", "สถานะบันทึกข้อตกลง", "สถานะสัญญา",
        "สถานะความร่วมมือ", "สถานภาพ", "status", "current status", "agreement status", "mou status",
    ),
    ("agreement", "grace_days"): (
        "ช่วงผ่อนผัน", "ระยะผ่อนผัน", "ระยะเวลาผ่อนผัน", "จำนวนวันผ่อนผัน", "ผ่อนผัน", "ผ่อนผัน (วัน)",
        "วันผ่อนผัน (วัน)", "grace", "grace period", "grace days",
    ),
    ("agreement", "notice"): (
        "แจ้งล่วงหน้าก่อนสิ้นสุด", "บอกกล่าวล่วงหน้า", "ระยะเวลาบอกกล่าว", "แจ้งก่อนสิ้นสุด",
    ),
    ("signatory", "signed_on"): ("วันที่ลงนาม", "วันลงนาม", "ลงนามเมื่อ"),
    ("signatory", "party"): ("ภาคี", "ฝ่าย", "หน่วยงาน", "สังกัด", "คู่สัญญา", "ลงนามในนาม", "ในนาม"),
    ("attendance", "presence"): (
        "ตอบรับ", "การตอบรับ", "ผลการตอบรับ", "ตอบรับเข้าร่วม", "การตอบรับเข้าร่วม", "ตอบรับการเข้าร่วม",
        "ยืนยันการเข้าร่วม", "rsvp",
    ),
    ("attendance", "mode"): ("รูปแบบการเข้าร่วม", "ช่องทางการเข้าร่วม"),
    ("attendance", "substitute_for"): ("มาแทน", "แทน", "เข้าประชุมแทน", "ประชุมแทน"),
    ("action_item", "evidence"): (
        "ความก้าวหน้า", "ผลความก้าวหน้า", "รายงานความก้าวหน้า", "ผลการดำเนินงาน", "ผลการดำเนินการ", "ผลการปฏิบัติ", "progress",
    ),
    ("head_count", "count"): ("จำนวน (คน)", "จำนวนผู้เข้าร่วม"),
}  # fmt: skip
"""Headings of a field of one kind only."""

_WORKPLACE = (
    "ส่วนงานต้นสังกัด", "ส่วนราชการต้นสังกัด", "หน่วยงานที่ปฏิบัติงาน", *_WORK_NOW,
    "สถานที่ทำงาน", "สถานที่ปฏิบัติงาน", "ที่ทำงาน", "หน่วยงาน", "หน่วยงาน/สังกัด", "สังกัด/หน่วยงาน", "หน่วยงานต้นสังกัด", "ต้นสังกัด",
    "หน่วยงานที่สังกัด", "สังกัด", "หน่วย", "แผนก", "ฝ่าย", "กอง", "งาน",
    "กลุ่มงาน", "สังกัดงาน", "ฝ่าย/งาน", "งาน/ฝ่าย", "ส่วนราชการ", "ส่วนงาน", "องค์กร", "โรงเรียน",
    "ชื่อโรงเรียน", "สถานศึกษา", "ชื่อสถานศึกษา", "สถานพยาบาล", "โรงพยาบาล", "ชื่อหน่วยงาน", "ชื่อองค์กร", "บริษัท", "สำนักงาน",
    "organisation", "organization", "organization name", "organisation name", "company", "company name", "office",
    "workplace", "affiliation", "agency", "employer", "hospital", "ministry", "organization 1 name", "org name", "org",
    "agency name", "office name",
)  # fmt: skip
NOT_MEANT: dict[tuple[str, str], tuple[str, ...]] = {
    # Where somebody works is not the faculty that they graduated from, nor the unit in charge a partner.
    ("graduation", "organisation"): _WORKPLACE,
    ("party", "organisation"): ("ส่วนงาน",),
    # What is done is called by another name than what was agreed.
    ("activity", "title"): _AGREEMENT,
    # The place of a cohort is an organisation only where the register says so of its own.
    ("cohort", "venue"): (
        "สถานที่",
        "สถานที่ประชุม",
        "สถานที่จัดประชุม",
        "ห้อง",
        "ห้องประชุม",
        "ณ",
        "place",
        "location",
        "room",
        "where",
    ),
}
"""Shared headings that a field of one kind does not have."""


UNIT_LEVELS = (
    (
        "กระทรวง", "กรม", "มหาวิทยาลัย", "สถาบัน", "บริษัท", "องค์กร", "ส่วนราชการ", "ministry", "university", "company",
        "organization", "organisation", "institution", "employer", "agency",
    ),
    ("วิทยาเขต", "ต้นสังกัด", "หน่วยงานต้นสังกัด", "สังกัด", "campus"),
    ("คณะ", "สำนัก", "ศูนย์", "หน่วยงาน", "โรงเรียน", "สถานศึกษา", "faculty", "fac name", "school", "institute", "office"),
    (
        "ภาควิชา", "กอง", "แผนก", "ฝ่าย", "กลุ่มงาน", "กลุ่มสาระ", "กลุ่มสาระการเรียนรู้", "งาน", "department", "dept",
        "division", "unit", "section",
    ),
)  # fmt: skip
"""Headings for the unit of somebody by the level in the tree; of two columns the lower one is the unit."""


class FieldPart(NamedTuple):
    """A part of a field that files have in a column of its own; parts are joined in their order.

    `form` is how the part is written within the whole, unless the cell says it already.
    """

    name: str
    headings: tuple[str, ...]
    form: str = "{}"
    #: The part is the field itself, the words before and behind the others.
    rank: int = 0


_TIME = (
    "เวลา", "เวลาประชุม", "เวลาเริ่ม", "เวลาเริ่มต้น", "เวลาที่เริ่ม", "เวลาเริ่มประชุม", "เริ่มเวลา", "ตั้งแต่เวลา", "เวลาจัด",
    "ช่วงเวลา", "เวลา (น.)", "time", "start time", "meeting time", "time start",
)  # fmt: skip
_END_TIME = (
    "เวลาสิ้นสุด", "เวลาเลิก", "เวลาเลิกประชุม", "ถึงเวลา", "เวลาจบ", "สิ้นสุดเวลา", "เวลาสิ้นสุดประชุม", "end time", "time end",
    "finish time", "until time",
)  # fmt: skip
_PERSON_PARTS = (
    FieldPart("titles", _TITLES),
    FieldPart("given_name", _GIVEN_NAME),
    FieldPart("family_name", _FAMILY_NAME),
)
PARTS: dict[str, tuple[FieldPart, ...]] = {
    **dict.fromkeys(("starts_at", "starts_on", "published_on", "signed_on"), (FieldPart("time", _TIME),)),
    **dict.fromkeys(("ends_at", "ends_on"), (FieldPart("time", _END_TIME),)),
    "person": _PERSON_PARTS,
    "presence": (
        FieldPart("present", ("มา", "เข้าร่วม", "มาประชุม"), "มา"),
        FieldPart("apology", ("ลา", "ลาประชุม"), "ลา"),
        FieldPart("absent", ("ขาด", "ไม่มา", "ขาดประชุม"), "ขาด"),
    ),
    "name_latin": (
        FieldPart("given_name", tuple(f"{word} (EN)" for word in _GIVEN_NAME)),
        FieldPart("family_name", tuple(f"{word} (EN)" for word in _FAMILY_NAME)),
    ),
    "address": (
        FieldPart("house", ("บ้านเลขที่", "เลขที่บ้าน", "เลขที่", "ที่อยู่เลขที่", "house no", "house number"),
        rank=-1),
        FieldPart("building", ("อาคาร", "ตึก", "หมู่บ้าน/อาคาร", "building")),
        FieldPart("village", ("หมู่", "หมู่ที่", "ม.", "moo"), "หมู่ {}"),
        FieldPart("lane", ("ซอย", "ตรอก/ซอย", "ซ.", "soi", "lane"), "ซอย{}"),
        FieldPart("road", ("ถนน", "ถ.", "road", "street"), "ถนน{}"),
        FieldPart("subdistrict", (
            "ตำบล", "แขวง", "ตำบล/แขวง", "แขวง/ตำบล", "ต.", "subdistrict", "sub-district", "tambon",
        ), "ตำบล{}"),
    ),
}  # fmt: skip
"""The parts of the fields of these names, of whatever kind."""


ENGLISH = {
    "name_th": "name_en",
    "name": "name_latin",
    "given_name": "name_latin.given_name",
    "family_name": "name_latin.family_name",
}
"""The field of an English name, by that of the name which goes without saying."""
