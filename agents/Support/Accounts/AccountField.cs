namespace Holdfast.Agents.Support.Accounts;

/// <summary>What of an account can be changed.</summary>
internal enum AccountField
{
    /// <summary>The telephone number.</summary>
    Phone,

    /// <summary>The e-mail address, to which everything goes.</summary>
    Email,

    /// <summary>The name.</summary>
    Name,

    /// <summary>The postal address, as street, postcode and city.</summary>
    Address,
}
