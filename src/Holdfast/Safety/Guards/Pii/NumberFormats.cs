using System.Buffers;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>The number formats of the United States and those that many countries share; <see cref="NationalFormats"/> has the others.</summary>
internal static class NumberFormats
{
    private const double Proven = 0.9;
    private const double Likely = 0.6;
    private const double Weak = 0.3;

    private static readonly SearchValues<string> SocialSecurity = PiiText.Words("ssn, social security, social sec, ss#, soc sec");
    private static readonly SearchValues<string> TaxId = PiiText.Words("itin, tax id, taxpayer, tin");
    private static readonly SearchValues<string> Medicare = PiiText.Words("mbi, medicare, beneficiary");
    private static readonly SearchValues<string> Provider = PiiText.Words("npi, provider");
    private static readonly SearchValues<string> Routing = PiiText.Words("routing, aba, rtn, transit, bank");
    private static readonly SearchValues<string> Account = PiiText.Words("bank, account, acct, acc., savings, checking, debit");
    private static readonly SearchValues<string> Passport = PiiText.Words("passport, travel document");
    private static readonly SearchValues<string> Licence = PiiText.Words("driver, licence, license, dl #, permit");
    private static readonly SearchValues<string> Certificate = PiiText.Words("dea, certificate, medical license, prescriber");

    /// <summary>Every format, for digits first and for letters first.</summary>
    public static IReadOnlyList<NumberFormat> All { get; } =
    [
        new("us-ssn", PiiKinds.NationalId, "999-99-9999", Weak, Likely, SocialSecurity, static v =>
            v[..3] is not ("000" or "666") && v[0] != '9' && v[3..5] is not "00" && v[5..] is not "0000" && v is not ("078051120" or "219099999" or "123456789") && !Checksums.AllSame(v)),
        new("us-itin", PiiKinds.NationalId, "999-99-9999", Weak, Likely, TaxId, static v => v[0] == '9' && Checksums.Number(v[3..5]) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or >= 94),
        new("us-mbi", PiiKinds.NationalId, "9AX9-AX9-AA99", Proven, Proven, Medicare, static v => v[0] != '0' && v.IndexOfAny("SLOIBZ") < 0),
        new("us-npi", PiiKinds.NationalId, "9999-999-999", Weak, Weak, Provider, static v => v[0] is '1' or '2' && !Checksums.AllSame(v[1..]) && Checksums.Luhn(string.Concat("80840", v))),
        new("aba-routing-number", PiiKinds.BankNumber, "999999999|9999-9999-9", Weak, Likely, Routing, static v =>
            Checksums.Number(v[..2]) is (>= 1 and <= 12) or (>= 21 and <= 32) or (>= 61 and <= 72) or 80 && Checksums.Weighted(v, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0),
        new("us-bank-number", PiiKinds.BankNumber, "99999999|999999999|9999999999|99999999999|999999999999|9999999999999|99999999999999|999999999999999|9999999999999999|99999999999999999", 0.2, 0.2, Account),
        new("us-passport", PiiKinds.NationalId, "999999999|A99999999", Weak, Weak, Passport),
        new("us-driver-license", PiiKinds.NationalId, "A9999999|A99999999|A999999999999|A9999-99999-99999|AA999999|AA999999A", Weak, Weak, Licence),
        new("medical-license", PiiKinds.NationalId, "AX9999999", Likely, Likely, Certificate, static v => v[0] is not ('I' or 'N' or 'O' or 'Q' or 'V' or 'W' or 'Y' or 'Z')
            && (char.IsAsciiLetter(v[1]) || v[1] == '9')
            && (Checksums.Digit(v, 2) + Checksums.Digit(v, 4) + Checksums.Digit(v, 6) + (2 * (Checksums.Digit(v, 3) + Checksums.Digit(v, 5) + Checksums.Digit(v, 7)))) % 10 == Checksums.Digit(v, 8)),
        .. NationalFormats.All,
    ];
}
