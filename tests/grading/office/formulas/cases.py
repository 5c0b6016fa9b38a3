"""Formulas and what they give on one small sheet; LibreOffice agrees with every one of them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from grading.office.formulas.calculation import Book, Calculation
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.formulas.scope import Place
from grading.office.formulas.values import ErrorValue
from grading.office.model import Workbook, find_cell
from grading.office.open import read_office_bytes

SHEET = "成绩"
DATA: list[list[Any]] = [
    ["姓名", "性别", "语文", "数学", "英语", "日期"],
    ["王小明", "男", 92, 88, 79.5, 45000],
    ["李红", "女", 75, 60, 88, 45031],
    ["张伟", "男", 59, 92, 61, 45062],
    ["陈静", "女", 92, 77, 100, 45100],
    ["王芳", "女", None, 45, "缺考", 45200],
    ["apple", "B", "12", True, None, None],
]
CRITERIA = {"J1": "性别", "K1": "语文", "J2": "男", "K2": ">60", "J3": "女", "K3": "<80", "L1": "姓名", "L2": "陈静"}
"""Criteria for functions over lists, beside the data: a man above 60 or a woman below 80; and one name."""
DIV0, VALUE, NA, NUM, REF = ErrorValue.DIV0, ErrorValue.VALUE, ErrorValue.NA, ErrorValue.NUM, ErrorValue.REF

CASES: list[tuple[str, object]] = [
    ("1+2*3^2", 19.0),
    ("-2^2", 4.0),
    ("2^-1", 0.5),
    ("10%*50", 5.0),
    ("7-2-1", 4.0),
    ("2^3^2", 64.0),
    ('"a"&"b"&1', "ab1"),
    ("1=1", True),
    ('"A"="a"', True),
    ("1/0", DIV0),
    ('"x"+1', VALUE),
    ('"3"+1', 4.0),
    ("0.1+0.2=0.3", True),
    ("TRUE+1", 2.0),
    ("A20+5", 5.0),
    ('A20&"x"', "x"),
    ("SUM(C2:C7)", 318.0),
    ("SUM(C2:E2)", 259.5),
    ("C2+D2+E2", 259.5),
    ("SUM(C2,D2:E3)", 407.5),
    ("AVERAGE(C2:C7)", 79.5),
    ("AVERAGE(A2:A3)", DIV0),
    ("MAX(C2:E5)", 100.0),
    ("MIN(C2:E5)", 59.0),
    ("COUNT(C2:C7)", 4.0),
    ("COUNTA(C2:C7)", 5.0),
    ("COUNTBLANK(C2:C7)", 1.0),
    ("PRODUCT(C2,2)", 184.0),
    ('COUNTIF(B2:B7,"男")', 2.0),
    ('COUNTIF(C2:C7,">=75")', 3.0),
    ('COUNTIF(A2:A7,"王*")', 2.0),
    ('COUNTIF(A2:A7,"??")', 4.0),
    ('COUNTIF(B2:B7,"<>男")', 4.0),
    ("COUNTIF(C2:C7,C2)", 2.0),
    ('COUNTIFS(B2:B6,"女",D2:D6,">50")', 2.0),
    ('SUMIF(B2:B6,"女",C2:C6)', 167.0),
    ('SUMIF(C2:C6,">80")', 184.0),
    ('SUMIFS(C2:C6,B2:B6,"男",D2:D6,">=90")', 59.0),
    ('AVERAGEIF(B2:B6,"男",C2:C6)', 75.5),
    ('AVERAGEIFS(D2:D6,B2:B6,"女",D2:D6,">=60")', 68.5),
    ('MAXIFS(D2:D6,B2:B6,"女")', 77.0),
    ('MINIFS(D2:D6,B2:B6,"女")', 45.0),
    ('IF(C2>=60,"及格","不及格")', "及格"),
    ("IF(C4>=60,1)", False),
    ('IF(C2>90,"优",IF(C2>80,"良","中"))', "优"),
    ('IFS(C3>90,"优",C3>70,"良",TRUE,"中")', "良"),
    ('IFERROR(1/0,"错")', "错"),
    ("IFERROR(5,0)", 5.0),
    ('IFNA(NA(),"无")', "无"),
    ("AND(C2>60,D2>60)", True),
    ("OR(C4>60,D4<60)", False),
    ("NOT(FALSE)", True),
    ("XOR(TRUE,TRUE)", False),
    ('SWITCH(2,1,"a",2,"b","c")', "b"),
    ("CHOOSE(2,10,20,30)", 20.0),
    ("RANK(C2,$C$2:$C$5)", 1.0),
    ("RANK(C4,$C$2:$C$5)", 4.0),
    ("RANK(C4,C2:C5,1)", 1.0),
    ("RANK(1,C2:C5)", NA),
    ("RANK.EQ(C5,C2:C5)", 1.0),
    ("RANK.AVG(C5,C2:C5)", 1.5),
    ("LARGE(C2:C5,2)", 92.0),
    ("SMALL(C2:C5,1)", 59.0),
    ("LARGE(C2:C5,9)", NUM),
    ("SUM(LARGE(D2:D6,{1,2}))", 180.0),
    ("MEDIAN(C2:C5)", 83.5),
    ("MODE(C2:C5)", 92.0),
    ("ROUND(STDEV(C2:C5),6)", 15.84298),
    ("ROUND(STDEV.P(C2:C5),6)", 13.720423),
    ("ROUND(VAR(C2:C5),4)", 251.0),
    ("ROUND(2.675,2)", 2.68),
    ("ROUND(-2.5,0)", -3.0),
    ("ROUND(1234,-2)", 1200.0),
    ("ROUNDUP(2.1,0)", 3.0),
    ("ROUNDDOWN(-2.9,0)", -2.0),
    ("INT(-2.5)", -3.0),
    ("TRUNC(-2.5)", -2.0),
    ("MOD(-7,3)", 2.0),
    ("MOD(7,-3)", -2.0),
    ("MOD(5,0)", DIV0),
    ("QUOTIENT(-7,2)", -3.0),
    ("ABS(-3)", 3.0),
    ("SQRT(16)", 4.0),
    ("SQRT(-1)", NUM),
    ("POWER(2,10)", 1024.0),
    ("CEILING(7.2,0.5)", 7.5),
    ("FLOOR(7.7,0.5)", 7.5),
    ("GCD(12,18)", 6.0),
    ("LCM(4,6)", 12.0),
    ("FACT(5)", 120.0),
    ("SIGN(-4)", -1.0),
    ("SUMPRODUCT(C2:C5,D2:D5)", 25108.0),
    ('SUMPRODUCT((B2:B5="女")*(C2:C5>=60))', 2.0),
    ('SUMPRODUCT((B2:B5="女")*C2:C5)', 167.0),
    ("SUMSQ(3,4)", 25.0),
    ("SUBTOTAL(9,C2:C5)", 318.0),
    ("SUBTOTAL(1,C2:C5)", 79.5),
    ("SUBTOTAL(103,A2:A7)", 6.0),
    ('VLOOKUP("张伟",A2:F6,4,FALSE)', 92.0),
    ('VLOOKUP("赵",A2:F6,4,FALSE)', NA),
    ('VLOOKUP(85,{0,"D";60,"C";80,"B";90,"A"},2)', "B"),
    ('HLOOKUP("数学",A1:F6,3,FALSE)', 60.0),
    ('LOOKUP(75,{0;60;80},{"不及格";"及格";"优"})', "及格"),
    ('MATCH("陈静",A2:A6,0)', 4.0),
    ('INDEX(C2:C6,MATCH("李红",A2:A6,0))', 75.0),
    ("INDEX(A1:F6,2,1)", "王小明"),
    ("INDEX(C2:C6,99)", REF),
    ("MATCH(70,{60,70,80},1)", 2.0),
    ("SUM(OFFSET(C1,1,0,2,1))", 167.0),
    ('SUM(INDIRECT("C2:C3"))', 167.0),
    ("ROW(C5)", 5.0),
    ("COLUMN(C5)", 3.0),
    ("ROWS(A1:C5)", 5.0),
    ("COLUMNS(A1:C5)", 3.0),
    ("ADDRESS(2,3)", "$C$2"),
    ('LEFT("信息技术",2)', "信息"),
    ('RIGHT("abc")', "c"),
    ('MID("abcdef",2,3)', "bcd"),
    ('LEN("中文ab")', 4.0),
    ('FIND("c","abc")', 3.0),
    ('FIND("C","abc")', VALUE),
    ('SEARCH("C","abc")', 3.0),
    ('SEARCH("b?d","abcd")', 2.0),
    ('CONCATENATE(A2,"-",C2)', "王小明-92"),
    ('TEXTJOIN(",",TRUE,B2:B4)', "男,女,男"),
    ("CONCAT(B2:B3)", "男女"),
    ('UPPER("abC")', "ABC"),
    ('LOWER("ABc")', "abc"),
    ('PROPER("hello world")', "Hello World"),
    ('TRIM("  a   b ")', "a b"),
    ('SUBSTITUTE("aXbXc","X","-",2)', "aXb-c"),
    ('REPLACE("abcdef",2,3,"*")', "a*ef"),
    ('REPT("★",3)', "★★★"),
    ('VALUE("1,234.5")', 1234.5),
    ('EXACT("a","A")', False),
    ('TEXT(0.256,"0.0%")', "25.6%"),
    ('TEXT(1234.5,"#,##0.00")', "1,234.50"),
    ('TEXT(7,"000")', "007"),
    ('TEXT(45000,"yyyy-mm-dd")', "2023-03-15"),
    ('TEXT(45000,"yyyy年m月d日")', "2023年3月15日"),
    ('TEXT(0.5,"hh:mm")', "12:00"),
    ("DATE(2024,2,29)", 45351.0),
    ("DATE(2023,14,1)", 45323.0),
    ("YEAR(F2)", 2023.0),
    ("MONTH(F2)", 3.0),
    ("DAY(F2)", 15.0),
    ("WEEKDAY(F2)", 4.0),
    ("WEEKDAY(F2,2)", 3.0),
    ('DATEDIF(DATE(2010,5,20),DATE(2024,5,19),"Y")', 13.0),
    ('DATEDIF(DATE(2010,5,20),DATE(2024,5,19),"YM")', 11.0),
    ("EDATE(DATE(2024,1,31),1)", 45351.0),
    ("EOMONTH(DATE(2024,1,15),1)", 45351.0),
    ("DAYS(F3,F2)", 31.0),
    ("HOUR(0.75)", 18.0),
    ("MINUTE(0.5104166667)", 15.0),
    ("NETWORKDAYS(DATE(2024,4,1),DATE(2024,4,7))", 5.0),
    ("ISNUMBER(C2)", True),
    ("ISTEXT(A2)", True),
    ("ISBLANK(C6)", True),
    ("ISERROR(1/0)", True),
    ("ISNA(NA())", True),
    ("ISODD(3)", True),
    ("N(TRUE)", 1.0),
    ("SUM(C:C)", 318.0),
    ("SUM(2:2)", 45259.5),
    ("SUM(FREQUENCY(C2:C5,{60,80}))", 4.0),
    ("PERCENTILE(D2:D6,0.5)", 77.0),
    ("QUARTILE(D2:D6,1)", 60.0),
    ("SUM(C2:D4 D3:E6)", 152.0),
    ("SUM((C2:C3,E2:E3))", 334.5),
    ("LARGE((C2:C3,D4:D5),1)", 92.0),
    ('TEXT(0.5,"# ?/?")', " 1/2"),
    ('TEXT(1.25,"# ?/?")', "1 1/4"),
    ('TEXT(95,"[>=90]优;[>=60]及格;不及格")', "优"),
    ('TEXT(59,"[>=90]优;[>=60]及格;不及格")', "不及格"),
    ('TEXT(1234567,"#,##0,")', "1,235"),
    ('CODE("A")', 65.0),
    ("CHAR(66)", "B"),
    ('DSUM(A1:F6,"语文",J1:K3)', 167.0),
    ("DCOUNT(A1:F6,3,J1:K3)", 2.0),
    ('DCOUNTA(A1:F6,"姓名",J1:J2)', 2.0),
    ('DAVERAGE(A1:F6,"数学",J1:J2)', 90.0),
    ("DMAX(A1:F6,4,J1:J2)", 92.0),
    ("DMIN(A1:F6,4,J1:J2)", 88.0),
    ('DGET(A1:F6,"英语",L1:L2)', 100.0),
    ('DGET(A1:F6,"英语",J1:J2)', NUM),
    ('DPRODUCT(A1:F6,"数学",J1:J2)', 8096.0),
    ('DSTDEVP(A1:F6,"数学",J1:J2)', 2.0),
    ('DVAR(A1:F6,"数学",J1:J2)', 8.0),
    ('DSUM(A1:F6,"没有",J1:J2)', VALUE),
    ("AGGREGATE(9,4,C2:C5)", 318.0),
    ("AGGREGATE(1,6,C2:C5)", 79.5),
    ("AGGREGATE(14,6,D2:D6,2)", 88.0),
    ("AGGREGATE(15,6,D2:D6,1)", 45.0),
    ("AGGREGATE(16,4,D2:D6,0.5)", 77.0),
    ("PERCENTILE.EXC(D2:D6,0.25)", 52.5),
    ("QUARTILE.EXC(D2:D6,3)", 90.0),
    ("SLOPE({2;4;6},{1;2;3})", 2.0),
    ("INTERCEPT({3;5;7},{1;2;3})", 1.0),
    ("FORECAST(10,{3;5;7},{1;2;3})", 21.0),
    ("DEC2BIN(10)", "1010"),
    ("DEC2BIN(5,8)", "00000101"),
    ("DEC2BIN(-1)", "1111111111"),
    ("DEC2HEX(255)", "FF"),
    ("DEC2OCT(8)", "10"),
    ('BIN2DEC("1010")', 10.0),
    ("BIN2DEC(1111111111)", -1.0),
    ('HEX2DEC("ff")', 255.0),
    ('HEX2BIN("F")', "1111"),
    ('BIN2HEX("11111111")', "FF"),
    ('OCT2DEC("17")', 15.0),
    ('BIN2DEC("12")', NUM),
    ("BITAND(12,10)", 8.0),
    ("BITOR(12,10)", 14.0),
    ("BITXOR(12,10)", 6.0),
    ("BITLSHIFT(3,2)", 12.0),
    ("BITRSHIFT(12,2)", 3.0),
    ("SINH(0)", 0.0),
    ("COSH(0)", 1.0),
    ("ACOSH(1)", 0.0),
    ("ACOSH(0)", NUM),
    ("COT(PI()/4)", 1.0),
    ("SEC(0)", 1.0),
    ("CEILING.MATH(6.3,2)", 8.0),
    ("CEILING.MATH(-6.3,2)", -6.0),
    ("CEILING.MATH(-6.3,2,-1)", -8.0),
    ("FLOOR.MATH(6.7)", 6.0),
    ("FLOOR.MATH(-6.3,2,-1)", -6.0),
    ("WORKDAY(45000,5)", 45007.0),
    ("WORKDAY(45000,-3)", 44995.0),
    ("WORKDAY(45000,5,45001)", 45008.0),
    ("WORKDAY.INTL(45000,5,11)", 45006.0),
    ('WORKDAY.INTL(45000,1,"0000000")', 45001.0),
    ("NETWORKDAYS.INTL(45000,45006,1)", 5.0),
    ("NETWORKDAYS.INTL(45000,45006,11)", 6.0),
    ("PMT(0.01,12,1200)", -106.61854641401),
    ("FV(0.01,12,-100)", 1268.2503013197),
    ("PV(0.01,12,-100)", 1125.50774734838),
    ("NPER(0.01,-106.61854641401,1200)", 12.0),
]


def book_bytes(formulas: dict[str, str] | None = None, rows: list[list[Any]] | None = None) -> bytes:
    """Return a workbook with the data and these formulas by cell; openpyxl keeps no values for them."""
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet(SHEET, 0)
    for row in DATA if rows is None else rows:
        sheet.append(list(row))
    for cell, value in CRITERIA.items() if rows is None else ():
        sheet[cell] = value
    for cell, formula in (formulas or {}).items():
        sheet[cell] = "=" + formula
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def calculation(
    formulas: dict[str, str] | None = None, rows: list[list[Any]] | None = None, **more: Any
) -> Calculation:
    """Return a calculation of that workbook."""
    return calculation_of(book_bytes(formulas, rows), **more)


def calculation_of(data: bytes, **more: Any) -> Calculation:
    """Return a calculation of a workbook's bytes."""
    workbook = read_office_bytes(data)
    assert isinstance(workbook, Workbook)
    return Calculation(Book.of(workbook, FUNCTIONS), **more)


def at(name: str) -> Place:
    """Return a place of the sheet by its address."""
    cell = find_cell(name)
    assert cell is not None
    return Place(SHEET, *cell)
