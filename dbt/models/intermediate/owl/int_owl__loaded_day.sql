{{ loaded_day('telecom_event') }}
