"""Several organisations in one text are told from one with a conjunction in its name."""

from __future__ import annotations

from netreg.thai.several_bodies import are_several_bodies, split_bodies

SEVERAL = {
    "มหาวิทยาลัยสาม และ บริษัท ห้า จำกัด": ["มหาวิทยาลัยสาม", "บริษัท ห้า จำกัด"],
    "1) กรมหนึ่ง 2) กรมสอง": ["กรมหนึ่ง", "กรมสอง"],
    "1. กองคลัง\n2. กองแผน": ["กองคลัง", "กองแผน"],
    "๑. หน่วยก ๒. หน่วยข ๓. หน่วยค": ["หน่วยก", "หน่วยข", "หน่วยค"],
    "กรมหนึ่ง; กรมสอง": ["กรมหนึ่ง", "กรมสอง"],
    "กรมหนึ่ง/กรมสอง": ["กรมหนึ่ง", "กรมสอง"],
    "กรมหนึ่ง\nกรมสอง": ["กรมหนึ่ง", "กรมสอง"],
    "- กรมหนึ่ง\n- สำนักสอง": ["กรมหนึ่ง", "สำนักสอง"],
    "มหาวิทยาลัยก, มหาวิทยาลัยข และมหาวิทยาลัยค": ["มหาวิทยาลัยก", "มหาวิทยาลัยข", "มหาวิทยาลัยค"],
    "คณะวิทยาศาสตร์และเทคโนโลยีและคณะศิลปศาสตร์": ["คณะวิทยาศาสตร์และเทคโนโลยี", "คณะศิลปศาสตร์"],
    "Alpha University and Beta Institute of Arts": ["Alpha University", "Beta Institute of Arts"],
    "กองคลัง และกองแผน": ["กองคลัง", "กองแผน"],
}
ONE = (
    "คณะวิทยาศาสตร์และเทคโนโลยี",
    "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",
    "สำนักงานนโยบายและแผนการขนส่งและจราจร",
    "กองทุนหมู่บ้าน",
    "วิทยาลัยเกษตรและเทคโนโลยีสมมุติ",
    "สำนักวิทยบริการและเทคโนโลยีสารสนเทศ",
    "Institute of Science and Technology, Alpha University",
    "บริษัท หนึ่ง สอง จำกัด (มหาชน)",
    "สถาบันวิจัยและพัฒนา",
    "มหาวิทยาลัยเทคโนโลยี\nราชมงคลสมมุติ",
    "กองวิชาการและแผนงาน",
    "โรงเรียนบ้าน 2. สมมุติ",
    "College of Arts, Media and Technology",
    "สำนักงานคณะกรรมการอาหารและยา",
    "ม.สมมุติ",
)


def test_several_are_split_and_one_is_left_whole() -> None:
    wrong = {text: split_bodies(text) for text, names in SEVERAL.items() if list(split_bodies(text)) != names}
    assert not wrong
    assert not [text for text in ONE if split_bodies(text) != (text,) or are_several_bodies(text)]


def test_a_unit_behind_its_body_is_no_second_one_and_yet_no_single_name() -> None:
    for text in ("คณะวิทยาศาสตร์ / ภาควิชาเคมี", "มหาวิทยาลัยก, คณะข", "คณะก > สาขาข", "กองคลัง (ช่วยราชการกองแผน)"):
        assert (split_bodies(text), are_several_bodies(text)) == ((text,), True)
