/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "kind/typed.h"

static value value_of(const values *v, str field_name)
{
	const value *one = values_get(v, field_name);
	return one ? *one : (value){ 0 };
}

typed_text typed_text_of(const values *v, str field_name)
{
	value one = value_of(v, field_name);
	return (typed_text){ one.is, one.text };
}

typed_codes typed_codes_of(const values *v, str field_name)
{
	value one = value_of(v, field_name);
	return (typed_codes){ one.is, one.codes, one.text };
}

typed_when typed_when_of(const values *v, str field_name)
{
	value one = value_of(v, field_name);
	return (typed_when){ one.is, one.on, one.text };
}

typed_number typed_number_of(const values *v, str field_name)
{
	value one = value_of(v, field_name);
	return (typed_number){ one.is, one.number, one.text };
}

typed_yes_no typed_yes_no_of(const values *v, str field_name)
{
	value one = value_of(v, field_name);
	return (typed_yes_no){ one.is, one.yes, one.text };
}

typed_record typed_record_of(const values *v, str field_name)
{
	value one = value_of(v, field_name);
	return (typed_record){ one.is, one.records.n ? one.records.at[0] : (record_id){ 0 }, one.text };
}

typed_records typed_records_of(const values *v, str field_name)
{
	value one = value_of(v, field_name);
	return (typed_records){ one.is, one.records, one.text };
}

typed_files typed_files_of(const values *v, str field_name)
{
	value one = value_of(v, field_name);
	return (typed_files){ one.is, one.files.at, one.files.n, one.text };
}
