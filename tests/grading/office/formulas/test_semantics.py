"""What Microsoft documents, and what Excel kept in foreign workbooks, about the corners of functions.

Where an example of Microsoft's pages fits, its numbers are taken; others are values that Excel itself left in the
workbooks of other projects' tests (Apache POI, xlcalculator). What follows from a rule alone is worked out by hand.
"""

from __future__ import annotations

from typing import Any

import pytest

from grading.office.formulas.values import CannotCalculateError, ErrorValue, Obstacle
from tests.grading.office.formulas.cases import at, calculation

DIV0, VALUE, NA, NUM, REF = ErrorValue.DIV0, ErrorValue.VALUE, ErrorValue.NA, ErrorValue.NUM, ErrorValue.REF

ROWS: list[list[Any]] = [
    ["姓名", "组", "分", "码"],
    ["王小明", "一组", 90, "7"],
    ["李红", "二组", 85, 7],
    ["张*", "一组", 85, "x"],
    ["陈静", None, None, True],
    ["", "二组", 60, "=A1"],
]

COERCION = [
    ('"3"*"4"', 12.0),
    ('"50%"*2', 1.0),
    ('"1,200"+0', 1200.0),
    ('"(5)"+0', -5.0),
    ('"1 1/2"+0', 1.5),
    ('"2024-3-5"+0', 45356.0),
    ('"2024年3月5日"+0', 45356.0),
    ('"2024年3月"+0', 45352.0),
    ('"12:30"*24', 12.5),
    ('"下午3:30"*24', 15.5),
    ('"9时30分"*24', 9.5),
    ("TRUE+TRUE", 2.0),
    ('"TRUE"+1', VALUE),
    ('1="1"', False),
    ("1=TRUE", False),
    ('"abc"="ABC"', True),
    ('"z">999999', True),
    ('FALSE>"z"', True),
    ('Z99=""', True),
    ("Z99=0", True),
    ("Z99=FALSE", True),
    ('SUM("3",TRUE)', 4.0),
    ('SUM({"3",TRUE,2})', 2.0),
    ('COUNT("3",TRUE,"x",{"3"})', 2.0),
    ("0.1+0.2-0.3", 0.0),
    ('1/3&""', "0.333333333333333"),
    ('1E21&""', "1E+21"),
]
ROUNDING = [
    ("ROUND(2.5,0)", 3.0),
    ("ROUND(-2.5,0)", -3.0),
    ("ROUND(1.005,2)", 1.01),
    ("ROUND(626.3,-3)", 1000.0),
    ("ROUND(1.98,-1)", 0.0),
    ("ROUND(-50.55,-2)", -100.0),
    ("ROUNDUP(-3.14159,1)", -3.2),
    ("ROUNDUP(31415.92654,-2)", 31500.0),
    ("ROUNDDOWN(-3.14159,1)", -3.1),
    ("TRUNC(-8.9)", -8.0),
    ("INT(-8.9)", -9.0),
    ("MOD(3,-2)", -1.0),
    ("MOD(-3,2)", 1.0),
    ("MROUND(-10,-3)", -9.0),
    ("MROUND(5,-2)", NUM),
    ("CEILING(-2.5,2)", -2.0),
    ("FLOOR(2.5,-2)", NUM),
    ("CEILING.MATH(-5.5,2,-1)", -6.0),
    ("CEILING.MATH(-5.5,,1)", -6.0),
    ("EVEN(-1)", -2.0),
    ("ODD(0)", 1.0),
    ("GCD(-2,4)", NUM),
    ("ATAN2(0,0)", DIV0),
    ("0^0", NUM),
    ("-3^2", 9.0),
    ("2^-1%", 2**-0.01),
]
COUNTING = [
    ('COUNTIF(A2:A6,"")', 1.0),
    ('COUNTIF(B2:B6,"")', 1.0),
    ('COUNTIF(B2:B6,"=")', 1.0),
    ('COUNTIF(A2:A6,"=")', 0.0),
    ('COUNTIF(B2:B6,"<>")', 4.0),
    ('COUNTIF(B2:B6,"<>一组")', 3.0),
    ('COUNTIF(A2:A6,"*")', 5.0),
    ('COUNTIF(A2:A6,"?*")', 4.0),
    ('COUNTIF(A2:A6,"张~*")', 1.0),
    ("COUNTIF(D2:D6,7)", 2.0),
    ('COUNTIF(D2:D6,"7")', 2.0),
    ('COUNTIF(D2:D6,">6")', 1.0),
    ("COUNTIF(D2:D6,TRUE)", 1.0),
    ('COUNTIF(C2:C6,">="&C3)', 3.0),
    ('COUNTIF(C2:C6,"<>85")', 3.0),
    ("COUNTIF(C2:C6,Z99)", 0.0),
    ('COUNTIFS(B2:B6,"一组",C2:C6,">85")', 1.0),
    ('COUNTIFS(B2:B6,"一组",C2:C5,">85")', VALUE),
    ('SUM(COUNTIF(B2:B6,{"一组","二组"}))', 4.0),
    ('SUMIF(B2:B6,"一组",C2)', 175.0),
    ('SUMIF(C2:C6,">80")', 260.0),
    ('AVERAGEIF(B2:B6,"三组",C2:C6)', DIV0),
    ("SUMIF(A2:A6,NA(),C2:C6)", 0.0),
    ('MAXIFS(C2:C6,B2:B6,"三组")', 0.0),
    ("RANK(85,C2:C6)", 2.0),
    ("RANK(85,C2:C6,1)", 2.0),
    ("RANK.AVG(85,C2:C6)", 2.5),
    ("RANK(1,C2:C6)", NA),
    ("COUNTBLANK(A2:B6)", 2.0),
    ("COUNTA(A2:A6)", 5.0),
    ("AVERAGEA(D2:D5)", 2.0),
    ("DEVSQ(A2:A3)", NUM),
    ("SUMPRODUCT(C2:C4,D2:D4)", 595.0),
    ("SUMPRODUCT(C2:C4,D2:D5)", VALUE),
    ('SUMPRODUCT((B2:B6="一组")*1)', 2.0),
]
LOOKUPS = [
    ('VLOOKUP("张~*",A2:C6,3,FALSE)', 85.0),
    ('VLOOKUP("王*",A2:C6,3,0)', 90.0),
    ('VLOOKUP("7",C2:D6,1,0)', NA),
    ('VLOOKUP("王小明",A2:C6,0,0)', VALUE),
    ('VLOOKUP("王小明",A2:C6,4,0)', REF),
    ("VLOOKUP(85,IF({1,0},C2:C6,A2:A6),2,0)", "李红"),
    ("VLOOKUP(85,CHOOSE({1,2},C2:C6,A2:A6),2,0)", "李红"),
    ('LOOKUP(1,0/(A2:A6="陈静"),D2:D6)', True),
    ('HLOOKUP("STRING",{"INTEGRAL","DOUBLE","BLANK","STRING","REF","AREA",0;1,2,3,4,5,6,7},2)', 4.0),
    ("MATCH(39,{25,38,40,41},1)", 2.0),
    ("MATCH(40,{25,38,40,41},-1)", NA),
    ("INDEX(A2:C6,2,0)", VALUE),
    ("SUM(INDEX(C2:C6,0))", 320.0),
    ('MAX(INDEX((B2:B6="一组")*C2:C6,0))', 90.0),
    ('AGGREGATE(14,6,C2:C6/(B2:B6="一组"),1)', 90.0),
    ("SUM(OFFSET(C2,0,0,3,))", 260.0),
    ('INDIRECT("R2C3",FALSE)', 90.0),
    ('INDIRECT("R[-18]C[-5]",FALSE)', 90.0),
    ("ADDRESS(2,3,2,FALSE)", "R2C[3]"),
    ('ADDRESS(2,3,,,"EXCEL SHEET")', "'EXCEL SHEET'!$C$2"),
    ('XLOOKUP("二组",B2:B6,A2:A6,"无",0,-1)', ""),
    ('XLOOKUP("?红",A2:A6,C2:C6,"无",2)', 85.0),
    ('XLOOKUP("?红",A2:A6,C2:C6,"无")', "无"),
    ("T(A2:B3)", "王小明"),
    ("N(C2:C4)", 90.0),
]
CHOICES = [
    ('IFS(C2<60,"差",C2<90,"中",TRUE,"优")', "优"),
    ("IFS(FALSE,1)", NA),
    ('SWITCH(TRUE,C3>=90,"优",C3>=80,"良","差")', "良"),
    ("SWITCH(9,1,2)", NA),
    ('IF("TRUE",1,2)', 1.0),
    ('IF("x",1,2)', VALUE),
    ("IF(0,1)", False),
    ("IF(TRUE,,5)", 0.0),
    ('IFERROR(1/0,"")', ""),
    ('AND(TRUE,"x")', VALUE),
    ("AND(A2:A3)", VALUE),
    ("OR(D4:D5)", True),
    ("1/0+NA()", DIV0),
    ("NA()+1/0", NA),
    ('SUMPRODUCT(IFS(B2:B6="一组",1,TRUE,10))', 32.0),
    ('SUMPRODUCT(SWITCH(B2:B6,"一组",1,"二组",10,0))', 22.0),
    ("LET(x,C2,y,x*2,x+y)", 270.0),
]
DATES = [
    ("DATE(108,1,2)", 39449.0),
    ("DATE(2008,14,2)", 39846.0),
    ("DATE(2008,1,-15)", 39432.0),
    ("DATE(1900,3,0)", 60.0),
    ('DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"D")', 440.0),
    ('DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"YD")', 75.0),
    ('DATEDIF(DATE(2024,5,1),DATE(2023,5,1),"D")', NUM),
    ("DAYS360(DATE(2011,1,30),DATE(2011,2,1))", 1.0),
    ("DAYS360(DATE(2011,1,1),DATE(2011,12,31))", 360.0),
    ("DAYS360(DATE(2011,1,1),DATE(2011,12,31),TRUE)", 359.0),
    ("ROUND(YEARFRAC(DATE(2012,1,1),DATE(2012,7,30)),8)", 0.58055556),
    ("ROUND(YEARFRAC(DATE(2012,1,1),DATE(2012,7,30),1),8)", 0.57650273),
    ("ROUND(YEARFRAC(DATE(2012,1,1),DATE(2012,7,30),3),8)", 0.57808219),
    ("WEEKNUM(DATE(2012,3,9))", 10.0),
    ("WEEKNUM(DATE(2012,3,9),2)", 11.0),
    ("WEEKNUM(DATE(2012,3,9),3)", NUM),
    ("NETWORKDAYS(DATE(2012,10,1),DATE(2013,3,1))", 110.0),
    ("WORKDAY(DATE(2008,10,1),151)", 39933.0),
    ("TIME(27,0,0)*24", 3.0),
    ("EDATE(DATE(2011,1,31),1)", 40602.0),
]
TEXTS = [
    ('TEXT(45000,"[$-804]dddd")', "星期三"),
    ('TEXT(45000,"[$-409]dddd")', "Wednesday"),
    ('TEXT(45000,"e年m月d日 aaaa")', "2023年3月15日 星期三"),
    ('TEXT(45000,"[DBNum1]yyyy年m月d日")', "二〇二三年三月十五日"),
    ('TEXT(45000.5,"[DBNum1]上午/下午h时")', "下午十二时"),
    ('TEXT(1050,"[DBNum2]")', "壹仟零伍拾"),
    ('TEXT(1050,"[DBNum2]G/通用格式元整")', "壹仟零伍拾元整"),
    ('TEXT(50,"[DBNum1]0")', "五〇"),
    ('TEXT(12345,"0!.0,万")', "1.2万"),
    ('TEXT(20240305,"0000-00-00")', "2024-03-05"),
    ('TEXT(0.5,"hh:mm am/pm")', "12:00 PM"),
    ('TEXT(11,"[<10]0""小""")', "11"),
    ('TEXT(TRUE,"0;0;0;-@-")', "-TRUE-"),
    ('TEXT(3.14159,"s:m")', "53:23"),
    ('TEXT(-1234.567,"0.00;[红色]负0.0")', "负1234.6"),
    ('TEXT(0,"#")', ""),
    ('TEXT(1E30,"0.00")', "1" + "0" * 30 + ".00"),
    ("FIXED(1E18,1,TRUE)", "1" + "0" * 18 + ".0"),
    ('TEXT(92,"（0分）")', "（92分）"),
    ('TEXT(92,"【0】")', "【92】"),
    ('TEXT("男","0")', "男"),
    ('TEXTBEFORE("三年2班","年")', "三"),
    ('TEXTAFTER("a-b-c","-",-1)', "c"),
    ('TEXTAFTER("abc","-")', NA),
    ('LEFTB("中文ab",4)', "中文"),
    ('RIGHTB("中文ab",2)', "ab"),
    ('SEARCHB("a","中文ab")', 5.0),
    ('ASC("Ａ１")', "A1"),
    ('WIDECHAR("A1")', "Ａ１"),
    ("NUMBERSTRING(123,1)", "一百二十三"),
    ("NUMBERSTRING(123,2)", "壹佰贰拾叁"),
    ("NUMBERSTRING(123,3)", "一二三"),
    ("ROMAN(499)", "CDXCIX"),
    ('ARABIC("MCMXII")', 1912.0),
    ("BASE(7,2,8)", "00000111"),
    ('DECIMAL("zap",36)', 45745.0),
    ('SUBSTITUTE("Quarter 1, 2011","1","2",3)', "Quarter 1, 2012"),
    ('SEARCH("~?","a?b")', 2.0),
    ('FIND("","abc")', 1.0),
    ('MID("abc",4,1)', ""),
    ('TRIM("  a  b ")', "a b"),
    ("DEC2BIN(Z99)", "0"),
    ("DEC2BIN(-25,0)", NUM),
    ("DEC2BIN(-100,4)", "1110011100"),
]
SAMPLES = [
    ("PERCENTRANK.INC({13,12,11,8,4,3,2,1,1,1},5)", 0.583),
    ("PERCENTRANK.EXC({1,2,3,6,6,6,7,8,9},5.43)", 0.381),
    ("ROUND(TRIMMEAN({4,5,6,7,2,3,4,5,1,2,3},0.2),3)", 3.778),
    ("ROUND(SKEW({3,4,5,2,3,4,5,6,4,7}),6)", 0.359543),
    ("ROUND(KURT({3,4,5,2,3,4,5,6,4,7}),9)", -0.151799637),
    ("ROUND(HARMEAN({4,5,8,7,11,4,3}),6)", 5.028376),
    ("COVARIANCE.P({3,2,4,5,6},{9,7,12,15,17})", 5.2),
    ("ROUND(RSQ({2,3,9,1,8,7,5},{6,5,11,7,5,4,4}),5)", 0.05795),
    ("ROUND(STEYX({2,3,9,1,8,7,5},{6,5,11,7,5,4,4}),6)", 3.305719),
    ("SUMX2MY2({2,3,9,1,8,7,5},{6,5,11,7,5,4,4})", -55.0),
    ("SUMXMY2({2,3,9,1,8,7,5},{6,5,11,7,5,4,4})", 79.0),
    ("ROUND(NORM.DIST(42,40,1.5,TRUE),7)", 0.9087888),
    ("SUM(MODE.MULT({1,2,3,4,3,2,1,2,3,5,6,1}))", 6.0),
    ("PERMUT(100,3)", 970200.0),
    ("ROUND(RATE(48,-200,8000),4)", 0.0077),
    ("ROUND(NPV(0.1,-10000,3000,4200,6800),2)", 1188.44),
    ("ROUND(IRR({-70000,12000,15000,18000,21000}),3)", -0.021),
    ("ROUND(IPMT(0.1/12,1,36,8000),2)", -66.67),
    ("ROUND(PPMT(0.1/12,1,24,2000),2)", -75.62),
    ("ROUND(DB(1000000,100000,6,7,7),2)", 15845.1),
    ("SLN(30000,7500,10)", 2250.0),
    ("ROUND(SYD(30000,7500,10,1),2)", 4090.91),
    ("DDB(2400,300,10,1)", 480.0),
    ("ROUND(EFFECT(0.0525,4),7)", 0.0535427),
]
ALL = [*COERCION, *ROUNDING, *COUNTING, *LOOKUPS, *CHOICES, *DATES, *TEXTS, *SAMPLES]


@pytest.fixture(scope="module")
def book():
    return calculation(rows=ROWS)


@pytest.mark.parametrize(("formula", "expected"), ALL, ids=[formula for formula, _expected in ALL])
def test_excel_gives(book, formula, expected):
    value = book.evaluate(formula, at("H20"))
    assert type(value) is type(expected)
    assert value == pytest.approx(expected, abs=1e-9) if isinstance(expected, float) else value == expected


@pytest.mark.parametrize(
    ("formula", "obstacle"),
    [
        ('"5月1日"+0', Obstacle.UNSUPPORTED),  # of which year depends on the day
        ('"3/4"*1', Obstacle.UNSUPPORTED),
        ('VALUE("24-3-5")', Obstacle.UNSUPPORTED),
        ('TEXT(45000,"[$-130000]yyyy-m-d")', Obstacle.NUMBER_FORMAT),  # another calendar
        ('TEXT(45000,"[$-F800]dddd, mmmm dd, yyyy")', Obstacle.NUMBER_FORMAT),  # what the system is set to
        ('TEXT(45000,"[$-411]aaaa")', Obstacle.NUMBER_FORMAT),
        ('TEXT(-1,"[>=60]及格;不及格")', Obstacle.NUMBER_FORMAT),
        ("INDEX(A1:C3,1,1,1)", Obstacle.UNSUPPORTED),  # an argument nobody here knows is no error value
        ("RANDBETWEEN(1,6)", Obstacle.VOLATILE),
        ('LEFTB("中文",3)', Obstacle.UNSUPPORTED),  # half a letter
    ],
)
def test_what_depends_on_the_day_or_the_machine_goes_to_a_person(book, formula, obstacle):
    with pytest.raises(CannotCalculateError) as caught:
        book.evaluate(formula, at("H20"))
    assert caught.value.obstacle is obstacle
