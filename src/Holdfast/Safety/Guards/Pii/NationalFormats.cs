using System.Buffers;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>National identifiers: their forms, the words around them and their published checksums, one line each.</summary>
internal static class NationalFormats
{
    private const string Id = PiiKinds.NationalId;
    private const string Local = PiiKinds.LocalId;
    private const string Letters = "TRWAGMYFPDXBNJZSQVHLCKE";
    private const double Sure = 0.8;
    private const double Likely = 0.6;
    private const double Weak = 0.3;

    private static readonly SearchValues<string> Passport = PiiText.Words("passport, pasaporte, reisepass, pass-nr, 여권, passaporto, travel document");
    private static readonly SearchValues<string> Licence = PiiText.Words("licence, license, führerschein, fahrerlaubnis, patente, driver, driving, 운전면허");
    private static readonly SearchValues<string> Plate = PiiText.Words("plate, plaka, kennzeichen, vehicle, registration, car reg, reg , reg., vrm, number plate, kfz");
    private static readonly SearchValues<string> Post = PiiText.Words("postcode, post code, plz, postleitzahl, zip, address, lives, live in");

    /// <summary>The formats outside the United States.</summary>
    public static IReadOnlyList<NumberFormat> All { get; } =
    [
        // Australia, Canada
        new("au-abn", Id, "99-999-999-999", Weak, Likely, PiiText.Words("abn, australian business"), static v => (Checksums.Weighted(v, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0 && v[0] != '0'),
        new("au-acn", Id, "999-999-999", Weak, Weak, PiiText.Words("acn, australian company"), static v => (10 - (Checksums.Weighted(v, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 == v[8] - '0'),
        new("au-tfn", Id, "999-999-999", Weak, Weak, PiiText.Words("tfn, tax file"), static v => Checksums.Weighted(v, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0),
        new("au-medicare", Id, "9999-99999-9", Weak, Weak, PiiText.Words("medicare"), static v => v[0] is >= '2' and <= '6' && Checksums.Weighted(v, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 == v[8] - '0'),
        new("ca-sin", Id, "999999999|999 999 999", Weak, Likely, PiiText.Words("sin, social insurance, nas"), static v => v[0] is not ('0' or '8') && Checksums.Luhn(v)),

        // Germany
        new("de-fuehrerschein", Id, "AA99999999A|A999AAX9A99", Weak, Weak, Licence),
        new("de-handelsregister", Id, "HRA-9|HRA-99|HRA-999|HRA-9999|HRA-99999|HRA-999999", Sure, Sure, PiiText.Words("handelsregister, amtsgericht"), static v => v[2] is 'A' or 'B'),
        new("de-health-insurance", Id, "A999999999", Likely, Likely, PiiText.Words("krankenkasse, kvnr, versichert, health insurance"), GermanHealth),
        new("de-kfz", Local, "A AA 9|A AA 99|A AA 999|A AA 9999|AA A 99|AA A 999|AA A 9999|AA AA 99|AA AA 999|AA AA 9999|AAA AA 99|AAA AA 999|AAA AA 9999|A AA 99E|A AA 999E|AA AA 999E|AA AA 9999E|AAA AA 999E|AAA AA 9999E|AA AA 99H|A AA 99H", Weak, Weak, Plate),
        new("de-lanr", Id, "999999999", Weak, Weak, PiiText.Words("lanr, arztnummer"), static v => (10 - (Checksums.Weighted(v, [4, 9, 4, 9, 4, 9]) % 10)) % 10 == v[6] - '0'),
        new("de-passport", Id, "AXXXXXXX9", Weak, Weak, Passport, static v => v.IndexOfAny("CFGHJKLMNPRTVWXYZ") == 0 && v.IndexOfAny("ABDEIOQSU") < 0 && Icao(v)),
        new("de-id-card", Id, "AXXXXXXX9", Weak, Weak, PiiText.Words("ausweis, id card, identity card"), static v => v.IndexOfAny("LMNPRTVWXY") == 0 && v.IndexOfAny("ABDEIOQSU") < 0 && Icao(v)),
        new("de-plz", Local, "99999", Weak, Weak, PiiText.Words("plz, postleitzahl"), static v => Checksums.Number(v) is > 1000 and < 99999),
        new("de-social-security", Id, "99-999999-A-999", Sure, Sure, PiiText.Words("rvnr, sozialversicherung, rentenversicherung"), GermanSocial),
        new("de-tax-id", Id, "99-999-999-999", Weak, Weak, PiiText.Words("steuer-id, steueridentifikation, idnr, tax id"), static v => v[0] != '0' && Checksums.Mod11Mod10(v)),
        new("de-tax-number", Id, "9999999999999|99/999/99999|999/999/99999|999/9999/9999|99/9999/9999|999 999 99999", Weak, Weak, PiiText.Words("steuernummer, st.-nr, steuer-nr, stnr"), static v => v.Length != 13 || v[..2] is not "00"),
        new("de-vat-id", Id, "DE-999-999-999", Sure, Sure, PiiText.Words("ust, umsatzsteuer, vat")),

        // Spain, Finland, Italy, Poland, Sweden
        new("es-nie", Id, "A9999999-A", Sure, Sure, PiiText.Words("nie, extranjero"), static v => v[0] is >= 'X' and <= 'Z' && Letters[(((v[0] - 'X') * 10_000_000) + Checksums.Number(v[1..8])) % 23] == v[8]),
        new("es-nif", Id, "99999999-A|9999999-A", Likely, Likely, PiiText.Words("nif, dni, documento"), static v => Letters[Checksums.Number(v[..^1]) % 23] == v[^1]),
        new("es-passport", Id, "AAA999999|AA999999", Weak, Weak, Passport),
        new("fi-personal-identity-code", Id, "999999?999X", Sure, Sure, PiiText.Words("hetu, henkilö, personal identity"), static v => "+-ABCDEFUVWXY".Contains(v[6])
            && Checksums.IsMonthDay(v[2..4], v[..2]) && Checksums.Number(v[7..10]) >= 2 && "0123456789ABCDEFHJKLMNPRSTUVWXY"[((Checksums.Number(v[..6]) * 1000) + Checksums.Number(v[7..10])) % 31] == v[10]),
        new("it-driver-license", Id, "AA9999999A|U1XXXXXXXA", Weak, Weak, Licence),
        new("it-fiscal-code", Id, "AAAAAAXXAXXAXXXA", Sure, Sure, PiiText.Words("codice fiscale, fiscal"), ItalianFiscal),
        new("it-vat-code", Id, "99999999999", Weak, Weak, PiiText.Words("partita iva, p.iva, piva, vat"), static v => Checksums.Luhn(v) && !Checksums.AllSame(v)),
        new("pl-pesel", Id, "99999999999", Weak, Weak, PiiText.Words("pesel"), static v => Checksums.Number(v[2..4]) % 20 is >= 1 and <= 12 && Checksums.Number(v[4..6]) is >= 1 and <= 31 && Checksums.Weighted(v, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0),
        new("se-organisationsnummer", Id, "999999-9999", Weak, Likely, PiiText.Words("orgnummer, org.nr, organisationsnummer"), static v => v[2] >= '2' && Checksums.Luhn(v)),
        new("se-personnummer", Id, "999999-9999|99999999-9999", Weak, Likely, PiiText.Words("personnummer, pnr, personal identity, swedish id"), static v =>
            Checksums.Number(v[^8..^6]) is >= 1 and <= 12 && Checksums.Number(v[^6..^4]) % 60 is >= 1 and <= 31 && (v.Length == 10 || v[..2] is "18" or "19" or "20") && Checksums.Luhn(v[^10..])),

        // India
        new("in-aadhaar", Id, "9999-9999-9999", Weak, Likely, PiiText.Words("aadhaar, aadhar, uidai"), static v => v[0] >= '2' && Checksums.Verhoeff(v)),
        new("in-gstin", Id, "99AAAAA9999AXZX", Sure, Sure, PiiText.Words("gst"), static v => Checksums.Number(v[..2]) is >= 1 and <= 37),
        new("in-pan", Id, "AAAAA9999A", Likely, Likely, PiiText.Words("pan, permanent account"), static v => "ABCFGHJLPT".Contains(v[3])),
        new("in-passport", Id, "A9999999", Weak, Weak, Passport, static v => v[1] != '0' && v[0] is not ('Q' or 'X' or 'Z')),
        new("in-vehicle-registration", Local, "AA99A9999|AA99AA9999|AA9AA9999|AA99AAA9999|AA 99 AA 9999", Weak, Weak, Plate),
        new("in-voter", Id, "AAA9999999", Weak, Weak, PiiText.Words("voter, epic, elector")),

        // Korea, Philippines, Singapore, Thailand, Türkiye, Nigeria
        new("kr-brn", Id, "999-99-99999", Weak, Likely, PiiText.Words("brn, 사업자, business registration"), static v =>
            (10 - ((Checksums.Weighted(v, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + ((v[8] - '0') * 5 / 10)) % 10)) % 10 == v[9] - '0'),
        new("kr-driver-license", Id, "99-99-999999-99", Weak, Likely, Licence, static v => Checksums.Number(v[..2]) is >= 11 and <= 28),
        new("kr-frn", Id, "999999-9999999", Weak, Likely, PiiText.Words("frn, 외국인, foreigner registration"), static v => Checksums.IsMonthDay(v[2..4], v[4..6]) && v[6] is >= '5' and <= '8'),
        new("kr-passport", Id, "A999A9999|A99999999", Weak, Weak, Passport, static v => "MSRODG".Contains(v[0])),
        new("kr-rrn", Id, "999999-9999999", Weak, Likely, PiiText.Words("rrn, 주민, korean"), static v => Checksums.IsMonthDay(v[2..4], v[4..6]) && v[6] is >= '1' and <= '4'),
        new("ng-vehicle-registration", Local, "AAA-999AA", Weak, Weak, Plate),
        new("ph-tin", Id, "999-999-999-999|999-999-999", Weak, Likely, PiiText.Words("tin, tax id"), static v => (Checksums.Weighted(v, [9, 8, 7, 6, 5, 4, 3, 2]) % 11) == v[8] - '0'),
        new("sg-nric-fin", Id, "A9999999A", Likely, Likely, PiiText.Words("nric, fin"), Singapore),
        new("sg-uen", Id, "99999999A|999999999A|A99AA9999A", Weak, Weak, PiiText.Words("uen, acra"), static v => char.IsAsciiLetter(v[0]) ? "RST".Contains(v[0]) : v.Length == 9 || v[0] is '1' or '2'),
        new("th-tnin", Id, "9-9999-99999-99-9", Likely, Likely, PiiText.Words("ประชาชน, thai id"), static v => v[0] != '0' && IsThaiProvince(Checksums.Number(v[1..3]))
            && (11 - (Checksums.Weighted(v, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 == v[12] - '0'),
        new("tr-license-plate", Local, "99 A 999|99 A 9999|99 AA 99|99 AA 999|99 AA 9999|99 AAA 99|99 AAA 999", Weak, Weak, Plate, static v => Checksums.Number(v[..2]) is >= 1 and <= 81),
        new("tr-national-id", Id, "99999999999", Likely, Likely, PiiText.Words("tc kimlik, kimlik, tckn, national id"), static v => v[0] != '0'
            && ((Checksums.Weighted(v, [7, 0, 7, 0, 7, 0, 7, 0, 7]) - Checksums.Weighted(v, [0, 1, 0, 1, 0, 1, 0, 1]) + 100) % 10) == v[9] - '0'
            && Checksums.Weighted(v, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) % 10 == v[10] - '0'),

        // United Kingdom, South Africa
        new("uk-driving-licence", Id, "XXXXX999999XXXAA", Likely, Likely, Licence, static v => char.IsAsciiLetter(v[0]) && v[..5].TrimEnd('9').IndexOfAnyInRange('0', '9') < 0
            && Checksums.Number(v[6..8]) is (>= 1 and <= 12) or (>= 51 and <= 62) && Checksums.Number(v[8..10]) is >= 1 and <= 31),
        new("uk-nhs", Id, "999-999-9999", Weak, Weak, PiiText.Words("nhs, national health"), static v => (11 - (Checksums.Weighted(v, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 == v[9] - '0' && !Checksums.AllSame(v)),
        new("uk-nino", Id, "AA-99-99-99-A", Likely, Sure, PiiText.Words("national insurance, nino, ni number"), static v => v[8] is >= 'A' and <= 'D' && v[..2].IndexOfAny("DFIQUV") < 0 && v[1] != 'O' && v[..2] is not ("BG" or "GB" or "NK" or "KN" or "TN" or "NT" or "ZZ")),
        new("uk-passport", Id, "AA9999999", Weak, Weak, Passport),
        new("uk-postcode", Local, "A9-9AA|A99-9AA|AA9-9AA|AA99-9AA|A9A-9AA|AA9A-9AA|GIR-0AA", Weak, Likely, Post, static v => v is "GIR0AA" || (v[..3] is not "GIR"
            && !"QVX".Contains(v[0]) && !(char.IsAsciiLetter(v[1]) && "IJZ".Contains(v[1])) && v[^2..].IndexOfAny("CIKMOV") < 0)),
        new("uk-vehicle-registration", Local, "AA99-AAA|A9-AAA|A99-AAA|A999-AAA|AAA-999A|AAA-99A", Weak, Weak, Plate, BritishPlate),
        new("za-id-number", Id, "999999-9999-99-9", Weak, Likely, PiiText.Words("sa id, rsa id, id number, south african"), static v =>
            Checksums.IsMonthDay(v[2..4], v[4..6]) && v[10] <= '2' && Checksums.Luhn(v)),
    ];

    private static int CrossSum(int number) => (number / 10) + (number % 10);

    private static bool GermanHealth(ReadOnlySpan<char> v)
    {
        var letter = v[0] - 'A' + 1;
        var sum = (letter / 10) + CrossSum(letter % 10 * 2);
        for (var i = 1; i < 9; i++)
        {
            sum += CrossSum(Checksums.Digit(v, i) * (i % 2 == 1 ? 1 : 2));
        }

        return sum % 10 == Checksums.Digit(v, 9);
    }

    private static bool GermanSocial(ReadOnlySpan<char> v)
    {
        var letter = v[8] - 'A' + 1;
        Span<int> digits = [v[0] - '0', v[1] - '0', v[2] - '0', v[3] - '0', v[4] - '0', v[5] - '0', v[6] - '0', v[7] - '0', letter / 10, letter % 10, v[9] - '0', v[10] - '0'];
        ReadOnlySpan<int> weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            sum += CrossSum(digits[i] * weights[i]);
        }

        return sum % 10 == Checksums.Digit(v, 11);
    }

    /// <summary>The check digit of travel documents, over all but the last character.</summary>
    private static bool Icao(ReadOnlySpan<char> v)
    {
        ReadOnlySpan<int> weights = [7, 3, 1];
        var sum = 0;
        for (var i = 0; i < v.Length - 1; i++)
        {
            sum += (v[i] <= '9' ? v[i] - '0' : v[i] - 'A' + 10) * weights[i % 3];
        }

        return sum % 10 == v[^1] - '0';
    }

    private static bool ItalianFiscal(ReadOnlySpan<char> v)
    {
        ReadOnlySpan<int> odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var code = v[i] <= '9' ? v[i] - '0' : v[i] - 'A';
            sum += i % 2 == 0 ? odd[code] : code;
        }

        return sum % 26 == v[15] - 'A';
    }

    private static bool Singapore(ReadOnlySpan<char> v)
    {
        var sum = Checksums.Weighted(v[1..], [2, 7, 6, 5, 4, 3, 2]);
        return v[0] switch
        {
            'S' => "JZIHGFEDCBA"[sum % 11] == v[8],
            'T' => "JZIHGFEDCBA"[(sum + 4) % 11] == v[8],
            'F' => "XWUTRQPNMLK"[sum % 11] == v[8],
            'G' => "XWUTRQPNMLK"[(sum + 4) % 11] == v[8],
            'M' => "XWUTRQPNJLK"[(sum + 3) % 11] == v[8],
            _ => false,
        };
    }

    private static bool IsThaiProvince(int code) => code is (>= 10 and <= 27) or (>= 30 and <= 39) or (>= 40 and <= 49) or (>= 50 and <= 58) or (>= 60 and <= 67) or (>= 70 and <= 77) or (>= 80 and <= 86) or (>= 90 and <= 96);

    private static bool BritishPlate(ReadOnlySpan<char> v)
    {
        if (char.IsAsciiLetter(v[1]) && PiiText.IsDigit(v[2]))
        {
            return v[..2].IndexOfAny("IQZ") < 0 && v[4..].IndexOfAny("IQ") < 0 && Checksums.Number(v[2..4]) is (>= 2 and <= 29) or (>= 51 and <= 79);
        }

        return char.IsAsciiLetter(v[1]) ? !"IOQUZ".Contains(v[^1]) : !"IOQUZ".Contains(v[0]);
    }
}
