"""Workbooks in .xls: the rectangle around all cells is known before anything reads them."""

from __future__ import annotations

import base64
import zlib

import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.compound_files import cells_of_sheets
from kaltim_poverty.survey import estimate

# written by xlwt 1.3: h0, h1 over 1, 2, 3, and cells in the corners of the largest sheet
NEAR = (
    r"c-"
    r"rk)J!lj`6#m}s{gYhw;zdY=a0HB+q)13(ldKAw$`EZ75%gjXl!S{MHnA}=UMUDxicKJmP5deRK?UtBgoqY`AlzwbB`8=Vx4wBhdt"
    r"Q<&a$thWe9L_E_RV`Uvpa9z{=8jIl@=a!l(7!Ouu<{ih}7taOFTGn!0n!=#GsCG@eKYc#ACdWkuaV$zlo|fRO?-"
    r"ah5Mmb%)n<Zr*RRZ)A?Lx8*xbHkR>&TA!foI)+Es`vuYJSC%i-Wo>)E?J|LRw!b5CZqElFQM|<|`C_ZU*Nm~-C-"
    r"^b$fQ8WW+!)q1AS8kAR8^*!Hh3wSd+0Yqk!XkLxMsoRFAv;w<nip^pKfDa^J=m!)Ge*C?dIIZzuGL5D=x<sfU>4q43GgB(*N3*hz"
    r"}XcY<GP&hS2U1N8CZ6#vu4LOOC&cjPoPEQlz2LvlUMG3dv|nv%snHTS;^9VF5j(&hle@k!Olr(2?;CP9^qc$tJ3Q(kvoLb9EDtWk"
    r"F{yx$h_EGlh$q?XHf9o-"
    r"BTm)Wx4qE*ptrU7k3}aOC#mW>7@_u0=oF}C)i&d^XQ{Kx_wLGsT<U!@5v|O_6<28W;uH9o_=7pU=;}wQ^Nk4x;v!pX`THG9)rX_Q"
    r"e_fLtB$25Hi;_xmUbOWTWpe5CJbAxc%(YueDxa%7#J8B7#J8B7#M6FNWbgb`prMAzbK;mzs@R`iuq0Q-"
    r"{Lr?`MAU%riYQ|x`3I6;%6tq6!b-#^a=hKDxBca3z)>X%ww|Q_~mafs=b~~J34=E3pF}^rIC4V@%X<0tvkMn"
)
FAR = (
    r"c-p&gUhu)fjZzO8(10BSGsD0CoD6J8VvIn{3F8Pb0OkMx2QgtZ2N3@s1w#sOasVTejg?_H?-"
    r"_Pb9D?HeAp;Y`29|?Bl7Zn75XUeSF!<%?r7F-7IDy@e$Ov+SEs$hnm;)5yV~_;9N(f9QgGpg9xgM-"
    r"?514cSi}Zp?TcFwpj8P2d?ftYYps6^5NeL{+#{e>SJ6O*xu!tdpD8mU*Dz2Zv2vN(*;8>KIm@_yf<XCtZmM{S0%{?_QwJ0&?0fPu"
    r"I0+%p+{jb2l@CBAr4=9X^(^s640Vw_hRh%7*_+%y)28ITP{|Vp(-"
    r"U=*Sw=hE@IPniq3n)cGafSg<WrmTdDHo^=2IpA;lswA|PRl$%GKGO3%oYUe6#$mXe^!3H<eL;=9}gC30GHE{(p(kf0EYhzjUXLB&"
    r"3s5DJ&4c(>(B<1O<+@{!E7loDFRG~Kw2$86v}XG2CHcS%c=qGF$ROn_UcG%4IsPqb>I%U*2ngmK=wNKhgBl$uG=qUPyz-"
    r"(3Q#`?HZ$lj>M+il2?9IqVKgH&=iddBk{G1`2a^EQ1OK5kKf_-JE-"
    r"+INOhS17fjma2dT`x^q`r=c3oIrGtk;;Ky#G+19g`5lHjqWYG6n&-"
    r"7)HS;7zLwX6pVsVFbYP&C>R=m5!%N9^*ca)0aj>#f*m@p^B0K!jSiCxTM)#M4}>Maj;Sj{9*{0#s3a-<h%vA-"
    r"!pveMQV(pr5Cp=3wihvEGbDlCkxg>?1@;FSk^MuoMgi(&AyV!CM~XXXY(D^s?#8V"
)


def unpacked(text):
    return zlib.decompress(base64.b85decode(text))


def test_the_rectangle_around_all_cells():
    assert cells_of_sheets(unpacked(NEAR)) == 8
    assert cells_of_sheets(unpacked(FAR)) == 65_536 * 256


def test_a_workbook_is_read_and_one_with_a_cell_far_out_refused(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(unpacked(NEAR))
    assert estimate(str(path), welfare="h0", measure="mean").rows[0].estimate == 2
    path.write_bytes(unpacked(FAR))
    with pytest.raises(InputError) as refused:
        estimate(str(path), welfare="h0", measure="mean")
    assert refused.value.key == "workbook_cells"


def test_a_damaged_file_ends(tmp_path):
    data = unpacked(NEAR)
    for length in range(0, len(data), 97):
        path = tmp_path / "a.xls"
        path.write_bytes(data[:length])
        try:
            assert estimate(str(path), welfare="h0", measure="mean").rows[0].estimate == 2
        except InputError:
            continue
