namespace Holdfast.Safety.Guards.Pii;

/// <summary>The kinds of personal data that the <see cref="PiiGuard"/> knows, as they stand in findings, events and placeholders.</summary>
public static class PiiKinds
{
    /// <summary>The number of a payment card: issuer range, length and check digit.</summary>
    public const string Card = "card";

    /// <summary>An international bank account number: length of its country and check digits.</summary>
    public const string Iban = "iban";

    /// <summary>An e-mail address.</summary>
    public const string Email = "email";

    /// <summary>A telephone number, international, or national where its form or the words before it say so.</summary>
    public const string Phone = "phone";

    /// <summary>An IPv4 or IPv6 address.</summary>
    public const string IpAddress = "ip-address";

    /// <summary>The hardware address of a network card.</summary>
    public const string MacAddress = "mac-address";

    /// <summary>A number by which a state knows a person or a company: tax, social security, health, passport, driving licence.</summary>
    public const string NationalId = "national-id";

    /// <summary>A bank account or routing number that is no IBAN.</summary>
    public const string BankNumber = "bank-number";

    /// <summary>The address of a crypto wallet, by its checksum.</summary>
    public const string CryptoWallet = "crypto-wallet";

    /// <summary>A person's name, only where the words around it say that it is one.</summary>
    public const string PersonName = "person-name";

    /// <summary>A postal address, only where it has a street and a number, or the words before it say that it is one.</summary>
    public const string StreetAddress = "street-address";

    /// <summary>A date of birth, only where the words before it say that it is one.</summary>
    public const string BirthDate = "birth-date";

    /// <summary>The plate of a vehicle, or a postal code: weak formats that need their context.</summary>
    public const string LocalId = "local-id";

    /// <summary>A web address. Ordinary answers are full of them, so that it is looked for only where asked.</summary>
    public const string Url = "url";

    /// <summary>A GUID. Systems are full of them, so that it is looked for only where asked.</summary>
    public const string Guid = "guid";

    /// <summary>Any date. Ordinary answers are full of them, so that it is looked for only where asked.</summary>
    public const string Date = "date";

    /// <summary>What is looked for unless the options say otherwise: what identifies or harms somebody, and can be told from ordinary text.</summary>
    public static IReadOnlyList<string> Default { get; } = [Card, Iban, Email, Phone, IpAddress, MacAddress, NationalId, BankNumber, CryptoWallet, BirthDate];

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Default, PersonName, StreetAddress, LocalId, Url, Guid, Date];
}
